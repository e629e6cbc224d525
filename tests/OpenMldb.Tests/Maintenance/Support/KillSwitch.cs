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

    public T Guard<T>(T target)
        where T : class
    {
        var proxy = DispatchProxy.Create<T, Proxy<T>>();
        ((Proxy<T>)(object)proxy).Set(target, this);
        return proxy;
    }

    private async Task<T> Call<T>(string method, Func<Task<T>> call)
    {
        if (Struck) throw new KilledException();
        var strikes = Changes.Contains(method) && Interlocked.Increment(ref _changes) == atChange;
        if (strikes)
        {
            At = method;
            if (!afterEffect) Struck = true;
        }

        if (Struck) throw new KilledException();
        try
        {
            return await call();
        }
        finally
        {
            if (strikes) Struck = true;
            if (Struck) throw new KilledException();
        }
    }

    internal class Proxy<T> : DispatchProxy
        where T : class
    {
        private T _target = null!;
        private KillSwitch _switch = null!;

        public void Set(T target, KillSwitch killSwitch) => (_target, _switch) = (target, killSwitch);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var type = targetMethod!.ReturnType;
            if (type == typeof(Task))
                return _switch.Call<object?>(targetMethod.Name, async () => { await (Task)Direct(targetMethod, args)!; return null; });
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>))
                return typeof(Proxy<T>).GetMethod(nameof(Typed), BindingFlags.NonPublic | BindingFlags.Instance)!.MakeGenericMethod(type.GetGenericArguments()).Invoke(this, [targetMethod, args]);
            return Direct(targetMethod, args);
        }

        private Task<TResult> Typed<TResult>(MethodInfo method, object?[]? args) => _switch.Call(method.Name, () => (Task<TResult>)Direct(method, args)!);

        private object? Direct(MethodInfo method, object?[]? args) => method.Invoke(_target, args);
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
