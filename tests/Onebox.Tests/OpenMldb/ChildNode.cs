using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Nightshift.Onebox.Tests.OpenMldb;

/// <summary>A node as a process of its own, so that it can be killed.</summary>
internal sealed class ChildNode : IDisposable
{
    private readonly string _root;
    private Process? _process;

    public ChildNode(string directory, string role, int zooKeeperPort, params string[] flags)
    {
        Endpoint = $"127.0.0.1:{FreePort()}";
        _root = Path.Combine(directory, Endpoint.Replace(':', '_'));
        Directory.CreateDirectory(Path.Combine(_root, "conf"));
        File.WriteAllLines(
            Path.Combine(_root, "conf", "node.flags"),
            [$"--role={role}", $"--endpoint={Endpoint}", $"--zk_cluster=127.0.0.1:{zooKeeperPort}", "--zk_session_timeout=3000", "--db_root_path=./db", "--recycle_bin_root_path=./recycle", .. flags]);
    }

    public string Endpoint { get; }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Start()
    {
        _process?.Dispose();
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = _root, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(ChildNode).Assembly.Location);
        start.ArgumentList.Add("openmldb");
        start.ArgumentList.Add("--flagfile=./conf/node.flags");
        _process = Process.Start(start)!;
    }

    /// <summary>Sends a signal and waits for the end; the exit code.</summary>
    public async Task<int> SignalAsync(int signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process!.Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
        return await ExitAsync();
    }

    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process!.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process?.Dispose();
        _process = null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Endpoint} pid {_process?.Id}");
}
