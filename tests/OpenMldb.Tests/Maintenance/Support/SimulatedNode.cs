using System.Reflection;
using Nightshift.Onebox.Faults;
using Nightshift.Onebox.OpenMldb;

namespace Nightshift.OpenMldb.Tests.Maintenance.Support;

/// <summary>A simulated nameserver or tablet in this process, started and ended at will; its directory outlives it.</summary>
internal sealed class SimulatedNode(string role, int port, string directory, IReadOnlyDictionary<string, string> flags) : IAsyncDisposable
{
    private CancellationTokenSource? _ending;
    private Task<int>? _run;

    public string Endpoint { get; } = $"127.0.0.1:{port}";

    public string Root => directory;

    public FaultFile Faults { get; } = FaultFile.In(directory);

    public string Version { get; set; } = "0.9.2-onebox";

    public bool UnderMon { get; set; }

    public bool IsRunning => _run is { IsCompleted: false };

    /// <summary>Why it is not running, for the message of a failed test.</summary>
    public string Fate => _run switch { null => "never started", { IsFaulted: true } r => r.Exception!.GetBaseException().ToString(), { IsCompleted: true } r => $"exit {r.Result}", _ => "running" };

    public void Start()
    {
        if (IsRunning) return;
        Directory.CreateDirectory(directory);
        _ending = new CancellationTokenSource();
        var given = flags.Append(new("role", role)).Append(new("endpoint", Endpoint)).Select(f => $"--{f.Key}={f.Value}").ToArray();
        var type = typeof(OpenMldbNode).Assembly.GetType("Nightshift.Onebox.OpenMldb.NodeProcess", throwOnError: true)!;
        var process = Activator.CreateInstance(type, given, directory, Version, TimeProvider.System, new Random(port))!;
        var run = type.GetMethod("RunAsync", BindingFlags.Public | BindingFlags.Instance, [typeof(CancellationToken)])!;
        _run = (Task<int>)run.Invoke(process, [_ending.Token])!;
    }

    public async Task Stop()
    {
        if (_ending is null || _run is null) return;
        await _ending.CancelAsync();
        await ((Task)_run).WaitAsync(TimeSpan.FromSeconds(20)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _ending?.Dispose();
    }
}
