using System.Reflection;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Discovery;
using Nightshift.OpenMldb.Operations;
using Nightshift.OpenMldb.Snapshots;

namespace Nightshift.OpenMldb.Tests.Maintenance.Support;

/// <summary>Ends the world before or after the n-th call that changes something; from then on no call gets through.</summary>
internal sealed class KillSwitch(int atChange, bool afterEffect)
{
    private static readonly HashSet<string> Changes =
    [
        "CancelOp", "DeleteOp", "ConfSet", "ChangeLeader", "AddReplica", "DelReplica", "RecoverTable", "UpdateTableAliveStatus", "SetTablePartition",
        "LoadTable", "ChangeRole", "RecoverSnapshot", "DeleteNode", "Stop", "Start", "Install", "RollBack",
    ];

    private int _changes;

    public bool Struck { get; private set; }

    /// <summary>The call at which it struck.</summary>
    public string? At { get; private set; }

    /// <summary>Called with the name of each call before it is made.</summary>
    public Func<string, Task>? Before { get; init; }

    public T Guard<T>(T target)
        where T : class
    {
        var proxy = DispatchProxy.Create<T, GuardProxy<T>>();
        ((GuardProxy<T>)(object)proxy).Set(target, this);
        return proxy;
    }

    internal async Task<T> Call<T>(string method, Func<Task<T>> call)
    {
        if (Struck) throw new KilledException();
        if (Before is not null) await Before(method);
        var strikes = Changes.Contains(method) && Interlocked.Increment(ref _changes) == atChange;
        if (strikes)
        {
            At = method;
            if (!afterEffect) Struck = true;
        }

        if (Struck) throw new KilledException();
        try
        {
            var result = await call();
            if (strikes) Struck = true;
            return Struck ? throw new KilledException() : result;
        }
        catch (Exception e) when (Struck && e is not KilledException)
        {
            throw new KilledException();
        }
    }
}

/// <summary>A client all of whose calls pass a kill switch.</summary>
internal sealed class GuardedClient : IOpenMldbClient
{
    private readonly IOpenMldbClient _client;
    private readonly KillSwitch _kill;

    public GuardedClient(IOpenMldbClient client, KillSwitch kill)
    {
        _client = client;
        _kill = kill;
        Directory = kill.Guard(client.Directory);
        Nameserver = kill.Guard(client.Nameserver);
        Pages = kill.Guard(client.Pages);
        Snapshots = kill.Guard(client.Snapshots);
        Ops = new OpFollower(Nameserver, TimeProvider.System);
    }

    public IClusterDirectory Directory { get; }

    public INameserver Nameserver { get; }

    public IServerPages Pages { get; }

    public ISnapshotReader Snapshots { get; }

    public IOpFollower Ops { get; }

    public INameserver NameserverAt(Endpoint address) => _kill.Guard(_client.NameserverAt(address));

    public async Task<ITablet> Tablet(Endpoint tablet, CancellationToken cancellationToken) => _kill.Guard(await _client.Tablet(tablet, cancellationToken));

    public ITablet TabletAt(Endpoint tablet, Endpoint address) => _kill.Guard(_client.TabletAt(tablet, address));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
