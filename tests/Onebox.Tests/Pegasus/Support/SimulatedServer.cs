using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Pegasus.Collector;
using Nightshift.Onebox.Pegasus.Configuration;
using Nightshift.Onebox.Pegasus.Deployment;
using Nightshift.Onebox.Pegasus.Hosting;
using Nightshift.Onebox.Pegasus.Meta;
using Nightshift.Onebox.Pegasus.Replica.Serving;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Commands;

namespace Nightshift.Onebox.Tests.Pegasus.Support;

/// <summary>One server of a simulated cluster, which can be killed and started again; its data stay.</summary>
internal sealed class SimulatedServer(OneboxComponent component, PegasusDescription box) : IAsyncDisposable
{
    private IAsyncDisposable? _running;
    private ServerLog? _log;
    private ProcessTime? _time;

    public string Name => component.Name;

    public string Role => component.Component;

    /// <summary><c>127.0.0.1:25801</c>.</summary>
    public string Endpoint => component.Endpoint;

    public string Directory => component.Directory;

    public RpcAddress Address => RpcAddress.Parse(Endpoint);

    /// <summary>Its configuration: values set here hold for starts to come, those of section <c>[onebox]</c> at once.</summary>
    public IniFile Ini { get; } = IniFile.Parse(PegasusConfigurationFile.Of(box, component).Split('\n'));

    public OneboxFaults? Faults { get; private set; }

    public bool IsRunning => _running is not null;

    /// <summary>Why the process would have aborted; null when it would not have.</summary>
    public string? AbortReason { get; private set; }

    /// <summary>The server as it runs.</summary>
    public ReplicaServer Replica => (ReplicaServer)_running!;

    /// <summary>The server as it runs.</summary>
    public MetaServer Meta => (MetaServer)_running!;

    /// <summary>Opens its port; what comes after goes on behind it.</summary>
    public void Start(string version, string? generation)
    {
        Assert.False(IsRunning, $"{Name} runs already");
        var time = _time = new ProcessTime();
        _log = new ServerLog(Path.Combine(Directory, "log"), time);
        var identity = new ServerIdentity(version, "0ca31b70e", time.GetUtcNow());
        var wire = Generations.Of(version, generation ?? "");
        var random = new Random(Endpoint.GetHashCode(StringComparison.Ordinal));
        Faults = new OneboxFaults(Ini, _log);
        switch (Role)
        {
            case PegasusRoles.Replica:
                var replica = new ReplicaServer(
                    PegasusProgram.NodeOf(Ini, Role, 0, wire), identity, wire, new ReplicaOptions(Ini), Faults, Directory, time, random, _log);
                replica.Start();
                _running = replica;
                EndOnAbort(replica);
                break;
            case PegasusRoles.Meta:
                var meta = new MetaServer(MetaProgram.Environment(PegasusProgram.NodeOf(Ini, Role, 0, wire), Ini, identity, wire, Faults, time, random, _log));
                meta.Start();
                _running = meta;
                break;
            default:
                var collector = new CollectorServer(PegasusProgram.NodeOf(Ini, Role, 0, wire), identity, wire, Ini, time, _log);
                collector.Start();
                _running = collector;
                break;
        }
    }

    /// <summary>As kill -9: nothing is handed over, flushed or closed.</summary>
    public async Task KillAsync()
    {
        if (_running is { } running) await running.DisposeAsync();
        _running = null;
        _time?.Stop();
        _log?.Dispose();
        _log = null;
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private async void EndOnAbort(ReplicaServer replica)
    {
        AbortReason = null;
        var reason = await replica.Aborted;
        if (_running != replica) return;
        AbortReason = reason;
        await KillAsync();
    }
}
