namespace Nightshift.Pegasus.Wire;

/// <summary>How one RPC is asked.</summary>
/// <param name="Name">As servers register it, <c>RPC_CM_LIST_NODES</c>.</param>
internal record RpcMethod<TRequest>(string Name, Action<TBinaryWriter, TRequest> Write)
{
    /// <summary>Type byte of the argument.</summary>
    public byte ArgumentType { get; init; } = ThriftType.Struct;
}

/// <summary>How one RPC is asked and answered.</summary>
/// <param name="Read">Makes the answer of the bytes of its result.</param>
internal sealed record RpcMethod<TRequest, TAnswer>(string Name, Action<TBinaryWriter, TRequest> Write, Func<TBinaryReader, ServerBook, TAnswer> Read)
    : RpcMethod<TRequest>(Name, Write)
{
    /// <summary>Type byte of the result.</summary>
    public byte ResultType { get; init; } = ThriftType.Struct;
}
