using System.Diagnostics;
using System.Net.Sockets;
using Nightshift.ZooKeeper.Tests.Suite;

namespace Nightshift.Onebox.Tests.Deployment;

/// <summary>Debian's ZooKeeper, a real one, on a free port. Missing, the tests that need it fail.</summary>
internal sealed class DebianZooKeeper : IAsyncDisposable
{
    private const string Jar = "/usr/share/java/zookeeper.jar";

    private readonly string _directory;
    private readonly Process _process;

    private DebianZooKeeper(string directory, int port, Process process) => (_directory, Address, _process) = (directory, $"127.0.0.1:{port}", process);

    public string Address { get; }

    public static async Task<DebianZooKeeper> Start()
    {
        Assert.True(File.Exists(Jar), $"{Jar} is missing: install the Debian package zookeeper (tests/run.sh does)");
        var directory = Directory.CreateTempSubdirectory("zookeeper-").FullName;
        var port = FreePorts.Next();
        var configuration = Path.Combine(directory, "zoo.cfg");
        await File.WriteAllTextAsync(configuration,
            $"tickTime=300\ndataDir={directory}/data\nclientPort={port}\nclientPortAddress=127.0.0.1\nmaxClientCnxns=0\nadmin.enableServer=false\n");
        var start = new ProcessStartInfo("java") { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dzookeeper.jmx.log4j.disable=true",
            "-cp", $"{Jar}:/usr/share/java/slf4j-nop.jar", "org.apache.zookeeper.server.quorum.QuorumPeerMain", configuration])
            start.ArgumentList.Add(argument);
        var server = new DebianZooKeeper(directory, port, Process.Start(start)!);
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            await Eventually.True("ZooKeeper listens", () => Listens(port), TimeSpan.FromSeconds(60));
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static async Task<bool> Listens(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
