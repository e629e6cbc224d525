using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Nightshift.ZooKeeper;
using Nightshift.ZooKeeper.Tests.Suite;

namespace Nightshift.Onebox.Tests.ZooKeeper;

/// <summary>The embedded server as a process of its own, in a directory of its own.</summary>
public sealed class EmbeddedServerProcess : IServerUnderTest
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly string _directory = Directory.CreateTempSubdirectory("embedded-zookeeper-").FullName;
    private Process? _process;
    private Task<string> _output = Task.FromResult("");

    public ServerAddress Address { get; } = new("127.0.0.1", FreePorts.Next());

    /// <summary>Resident memory in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process!.Refresh();
            return _process.WorkingSet64;
        }
    }

    public Task InitializeAsync() => Start();

    public async Task DisposeAsync()
    {
        await Kill();
        Directory.Delete(_directory, recursive: true);
    }

    public async Task Start()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardError = true,
            ArgumentList = { "exec", typeof(EmbeddedServerProcess).Assembly.Location, "zookeeper", $"{Address.Port}", _directory },
            Environment = { ["DOTNET_GCgen0size"] = "0x200000" },
        };
        _process = Process.Start(start)!;
        _output = _process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(StartLimit);
        while (await FourLetters("ruok") != "imok")
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"the embedded ZooKeeper ended while it was starting: {await _output}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
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

    public async Task<string?> FourLetters(string word)
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
