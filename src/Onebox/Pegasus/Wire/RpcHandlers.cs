namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>Answers one RPC.</summary>
internal delegate ValueTask<RpcAnswer> RpcHandler(RpcCall call);

/// <summary>The RPCs of a server, by name. May be changed while the server runs: names come and go as it starts.</summary>
internal sealed class RpcHandlers
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, RpcHandler> _byName = new(StringComparer.Ordinal);

    /// <summary>
    /// Asked first: a request with an app id in its header goes to that replica, whatever its name. Null means: by name.
    /// </summary>
    public Func<RpcCall, RpcHandler?> Route { get; set; } = _ => null;

    public RpcHandlers Add(string name, RpcHandler handler)
    {
        _byName[name] = handler;
        return this;
    }

    /// <summary>An RPC that clients call, struct to struct.</summary>
    public RpcHandlers Add<TRequest, TResponse>(string name, Func<RpcCall, TRequest, ValueTask<TResponse>> handler)
        where TRequest : class, IThriftStruct, new()
        where TResponse : class, IThriftStruct, new()
        => Add(name, async call => RpcAnswer.Of(await handler(call, call.Read<TRequest>())));

    /// <summary>An RPC between servers, which may be of both generations.</summary>
    public RpcHandlers AddInner<TRequest, TResponse>(string name, Func<RpcCall, TRequest, ValueTask<TResponse>> handler)
        where TRequest : class, IThriftStruct, new()
        where TResponse : class, IThriftStruct, new()
        => Add(name, async call => RpcAnswer.Of(await handler(call, call.Read<TRequest>(tolerant: true))));

    /// <summary>A one-way RPC between servers.</summary>
    public RpcHandlers AddOneWay<TRequest>(string name, Func<RpcCall, TRequest, ValueTask> handler)
        where TRequest : class, IThriftStruct, new()
        => Add(name, async call =>
        {
            await handler(call, call.Read<TRequest>(tolerant: true));
            return RpcAnswer.Never;
        });

    public RpcHandlers Remove(string name)
    {
        _byName.TryRemove(name, out _);
        return this;
    }

    /// <summary>The handler of that request; null: <c>ERR_HANDLER_NOT_FOUND</c>.</summary>
    public RpcHandler? Find(RpcCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Route(call) ?? _byName.GetValueOrDefault(call.Name);
    }
}
