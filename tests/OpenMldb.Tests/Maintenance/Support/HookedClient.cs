using System.Reflection;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Discovery;
using Nightshift.OpenMldb.Operations;
using Nightshift.OpenMldb.Snapshots;

namespace Nightshift.OpenMldb.Tests.Maintenance.Support;

/// <summary>A call on its way to a node. <paramref name="Node"/> is null for the nameserver and the pages.</summary>
internal sealed record HookedCall(Endpoint? Node, string Method, object?[] Arguments)
{
    public T Argument<T>() => Arguments.OfType<T>().First();
}

/// <summary>What a test does with calls: nothing, wait, fail, or change the answer. Calls <c>next</c> zero or more times.</summary>
internal delegate Task<object?> Hook(HookedCall call, Func<Task<object?>> next);

/// <summary>A client all of whose calls to the nameserver, to tablets and for pages pass a hook.</summary>
internal sealed class HookedClient(IOpenMldbClient client, Hook hook) : IOpenMldbClient
{
    public IClusterDirectory Directory => client.Directory;

    public INameserver Nameserver { get; } = HookProxy<INameserver>.Of(client.Nameserver, null, hook);

    public IServerPages Pages { get; } = HookProxy<IServerPages>.Of(client.Pages, null, hook);

    public ISnapshotReader Snapshots => client.Snapshots;

    public IOpFollower Ops => client.Ops;

    public INameserver NameserverAt(Endpoint address) => client.NameserverAt(address);

    public async Task<ITablet> Tablet(Endpoint tablet, CancellationToken cancellationToken) =>
        HookProxy<ITablet>.Of(await client.Tablet(tablet, cancellationToken), tablet, hook);

    public ITablet TabletAt(Endpoint tablet, Endpoint address) => HookProxy<ITablet>.Of(client.TabletAt(tablet, address), tablet, hook);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Public and open because the runtime derives from it.</summary>
public class HookProxy<T> : DispatchProxy
    where T : class
{
    private static readonly MethodInfo TypedMethod = typeof(HookProxy<T>).GetMethod(nameof(Typed), BindingFlags.NonPublic | BindingFlags.Instance)!;
    private T _target = null!;
    private Endpoint? _node;
    private Hook _hook = null!;

    internal static T Of(T target, Endpoint? node, Hook hook)
    {
        var proxy = Create<T, HookProxy<T>>();
        var hooked = (HookProxy<T>)(object)proxy;
        (hooked._target, hooked._node, hooked._hook) = (target, node, hook);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var type = targetMethod!.ReturnType;
        if (type == typeof(Task)) return Typed<object?>(targetMethod, args ?? []);
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>)
            ? TypedMethod.MakeGenericMethod(type.GetGenericArguments()).Invoke(this, [targetMethod, args ?? []])
            : targetMethod.Invoke(_target, args);
    }

    private async Task<TResult> Typed<TResult>(MethodInfo method, object?[] args) => (TResult)(await _hook(
        new HookedCall(_node, method.Name, args),
        async () =>
        {
            var task = (Task)method.Invoke(_target, args)!;
            await task;
            return task is Task<TResult> typed ? typed.Result : null;
        }))!;
}
