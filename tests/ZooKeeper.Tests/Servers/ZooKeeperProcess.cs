using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Nightshift.ZooKeeper.Tests.Suite;

namespace Nightshift.ZooKeeper.Tests.Servers;

/// <summary>One real server: Debian's jar as a process of ours, on loopback, on free ports, in a directory of its own.</summary>
public class ZooKeeperProcess : IServerUnderTest
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(40);

    private readonly string _directory = Directory.CreateTempSubdirectory("zookeeper-").FullName;
    private readonly string _extraConfiguration;
    private Process? _process;
    private Task _output = Task.CompletedTask;

    public ZooKeeperProcess() : this(FreePorts.Next(), "")
    {
    }

    internal ZooKeeperProcess(int port, string extraConfiguration, int? memberId = null)
    {
        Address = new ServerAddress("127.0.0.1", port);
        _extraConfiguration = extraConfiguration;
        Directory.CreateDirectory(Path.Combine(_directory, "data"));
        if (memberId is { } id)
            File.WriteAllText(Path.Combine(_directory, "data", "myid"), $"{id}");
    }

    public ServerAddress Address { get; }

    public Task InitializeAsync() => Start();

    public async Task DisposeAsync()
    {
        await Kill();
        Directory.Delete(_directory, recursive: true);
    }

    public async Task Start()
    {
        Launch();
        await UntilServing();
    }

    public void Launch()
    {
        var configuration = Path.Combine(_directory, "zoo.cfg");
        File.WriteAllText(configuration, $"""
            tickTime=100
            minSessionTimeout=200
            maxSessionTimeout=60000
            dataDir={Path.Combine(_directory, "data")}
            clientPort={Address.Port}
            clientPortAddress=127.0.0.1
            maxClientCnxns=0
            admin.enableServer=false
            4lw.commands.whitelist=ruok,srvr
            {_extraConfiguration}
            """);
        var start = new ProcessStartInfo("java")
        {
            WorkingDirectory = _directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in new[]
        {
            "-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dzookeeper.jmx.log4j.disable=true",
            "-cp", ZooKeeperJar.Require() + ":/usr/share/java/slf4j-nop.jar",
            "org.apache.zookeeper.server.quorum.QuorumPeerMain", configuration,
        })
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _output = Task.WhenAll(_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    public async Task Kill()
    {
        if (_process is null)
            return;
        _process.Kill();
        await _process.WaitForExitAsync();
        await _output;
        _process.Dispose();
        _process = null;
    }

    /// <summary>Waits until the server says which mode it serves in: standalone, leader or follower.</summary>
    public async Task<string> UntilServing()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        while (true)
        {
            if (_process is null or { HasExited: true })
                throw new InvalidOperationException("the ZooKeeper process ended while it was starting");
            if (await FourLetters("srvr") is { } answer && Mode(answer) is { } mode)
                return mode;
            await Task.Delay(TimeSpan.FromMilliseconds(30), limit.Token);
        }
    }

    private static string? Mode(string answer) =>
        answer.Split('\n').FirstOrDefault(line => line.StartsWith("Mode: ", StringComparison.Ordinal))?["Mode: ".Length..];

    private async Task<string?> FourLetters(string word)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(Address.Host, Address.Port, limit.Token);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(word), limit.Token);
            using var reader = new StreamReader(client.GetStream());
            return await reader.ReadToEndAsync(limit.Token);
        }
        catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
        {
            return null;
        }
    }
}
