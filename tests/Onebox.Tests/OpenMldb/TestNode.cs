using Nightshift.Onebox.Faults;
using Nightshift.Onebox.OpenMldb;

namespace Nightshift.Onebox.Tests.OpenMldb;

/// <summary>A node in this process, in an install root of its own.</summary>
internal sealed class TestNode(MemoryEnsemble ensemble, string root, string endpoint, string[] args) : IAsyncDisposable
{
    private CancellationTokenSource _stop = new();

    public string Endpoint { get; } = endpoint;

    public string Root { get; } = root;

    public FaultFile Faults { get; } = FaultFile.In(root);

    public MemorySession? Session { get; private set; }

    /// <summary>The process: its exit code.</summary>
    public Task<int> Process { get; private set; } = Task.FromResult(0);

    public void Start()
    {
        _stop = new CancellationTokenSource();
        var process = new NodeProcess(args, Root, "0.9.2-test", TimeProvider.System, new Random(7))
        {
            ZooKeeperFactory = (_, _) => ensemble.Connect(session => Session = session),
        };
        var stopping = _stop.Token;
        Process = Task.Run(() => process.RunAsync(stopping));
    }

    /// <summary>Ends the process as a kill does: the session stays behind.</summary>
    public async Task KillAsync()
    {
        await _stop.CancelAsync();
        await Process;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Process;
        _stop.Dispose();
    }
}
