using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Hosts;

namespace Nightshift.Clusters.Tests.Processes;

public sealed class WhereaboutsTests
{
    [Theory]
    [InlineData(AddressFamily.InterNetwork)]
    [InlineData(AddressFamily.InterNetworkV6)]
    public async Task Ask_ListeningSocket_TellsWhose(AddressFamily family)
    {
        using var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0));
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        Assert.Empty((await Ask("/", port)).Listening);

        socket.Listen();
        var listening = await Ask("/", port);

        // A child that another test is just starting has the socket too, until it has become its own program.
        for (var look = 1; look < 50 && listening.Listening.Count > 1; look++) listening = await Ask("/", port);

        Assert.Equal([Environment.ProcessId], listening.Listening);
        Assert.Equal(1, listening.Sockets);
    }

    [Fact]
    public async Task Ask_WorkingDirectory_TellsWhoIsThereOrBelow()
    {
        var folder = Directory.CreateTempSubdirectory("nightshift-where-").FullName;
        var below = Directory.CreateDirectory(Path.Combine(folder, "be low")).FullName;
        Directory.CreateDirectory(folder + "-other");
        using var inside = Sleep(folder);
        using var deeper = Sleep(below);
        using var beside = Sleep(folder + "-other");
        try
        {
            Assert.Equal([inside.Id, deeper.Id], (await Ask(folder, 1)).Within.Order());
            Assert.Equal([deeper.Id], (await Ask(below, 1)).Within);
        }
        finally
        {
            foreach (var process in new[] { inside, deeper, beside })
            {
                process.Kill();
                await process.WaitForExitAsync();
            }

            Directory.Delete(folder, recursive: true);
            Directory.Delete(folder + "-other");
        }
    }

    [Fact]
    public async Task Ask_ProgramBelowOrNamedInArguments_IsNear()
    {
        var folder = Directory.CreateTempSubdirectory("nightshift-where-").FullName;
        var real = Directory.CreateDirectory(Path.Combine(folder, "real")).FullName;
        var link = Path.Combine(folder, "link");
        Directory.CreateSymbolicLink(link, "real");
        File.Copy("/bin/sleep", Path.Combine(real, "server"));
        using var below = Process.Start(new ProcessStartInfo(Path.Combine(link, "server"), "60") { WorkingDirectory = "/" })!;
        using var named = Process.Start(new ProcessStartInfo("tail", ["-f", "/dev/null", "--", Path.Combine(link, "server")]) { WorkingDirectory = "/" })!;
        try
        {
            var seen = await Ask(link, 1);
            Assert.Equal(real, seen.Root);
            Assert.Equal([below.Id, named.Id], seen.Near.Order());
            Assert.Empty(seen.Within);
        }
        finally
        {
            foreach (var process in new[] { below, named })
            {
                process.Kill();
                await process.WaitForExitAsync();
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Ask_NoDirectory_TellsWhoListensAllTheSame()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();

        var seen = await Ask("/nowhere", ((IPEndPoint)socket.LocalEndPoint!).Port);

        Assert.Null(seen.Root);
        Assert.Equal([Environment.ProcessId], seen.Listening);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sockets 1\n")]
    [InlineData("done\n")]
    [InlineData("sockets 0\nsockets 1\ndone\n")]
    [InlineData("within x\nsockets 0\ndone\n")]
    [InlineData("elsewhere 1\nsockets 0\ndone\n")]
    [InlineData("sockets 0\ndone")]
    public void Parse_NotWhole_IsNoAnswer(string text) => Assert.Null(Whereabouts.Parse(text));

    private static async Task<Whereabouts> Ask(string directory, int port)
    {
        await using var hosts = new HostPool(new HostsOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        return await Whereabouts.AskAsync(hosts.Get(HostAddress.Parse("localhost")), directory, port, default);
    }

    private static Process Sleep(string directory) => Process.Start(new ProcessStartInfo("sleep", "60") { WorkingDirectory = directory })!;
}
