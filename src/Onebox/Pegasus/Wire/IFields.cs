namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>
/// The fields of one struct. Each call takes the value as it is and gives it back as it is to be: unchanged when writing, and when reading,
/// changed if that field is the one that was met. Nullable fields are Thrift's optional ones.
/// </summary>
internal interface IFields
{
    bool Bool(short id, bool value);

    bool? OptionalBool(short id, bool? value);

    int I32(short id, int value);

    int? OptionalI32(short id, int? value);

    long I64(short id, long value);

    long? OptionalI64(short id, long? value);

    T Enum<T>(short id, T value)
        where T : struct, Enum;

    T? OptionalEnum<T>(short id, T? value)
        where T : struct, Enum;

    string Text(short id, string value);

    string? OptionalText(short id, string? value);

    /// <summary>A bare string of bytes: Thrift's <c>binary</c>.</summary>
    ReadOnlyMemory<byte> Binary(short id, ReadOnlyMemory<byte> value);

    /// <summary><c>dsn.error_code</c>.</summary>
    ErrorCode Error(short id, ErrorCode value);

    /// <summary><c>dsn.task_code</c>: a name.</summary>
    string TaskCode(short id, string value);

    /// <summary><c>dsn.gpid</c>.</summary>
    Gpid Gpid(short id, Gpid value);

    /// <summary><c>dsn.blob</c>.</summary>
    ReadOnlyMemory<byte> Blob(short id, ReadOnlyMemory<byte> value);

    /// <summary><c>dsn.rpc_address</c>. Call before <see cref="HostPort"/> with the field that names the same server.</summary>
    NodeAddress Address(short id, NodeAddress value);

    /// <summary>Optional <c>dsn.host_port</c>: master's name of the server.</summary>
    NodeAddress HostPort(short id, NodeAddress value);

    IReadOnlyList<NodeAddress> Addresses(short id, IReadOnlyList<NodeAddress> value);

    IReadOnlyList<NodeAddress> HostPorts(short id, IReadOnlyList<NodeAddress> value);

    T Struct<T>(short id, T value)
        where T : class, IThriftStruct, new();

    T? OptionalStruct<T>(short id, T? value)
        where T : class, IThriftStruct, new();

    IReadOnlyList<T> Structs<T>(short id, IReadOnlyList<T> value)
        where T : class, IThriftStruct, new();

    IReadOnlyList<T>? OptionalStructs<T>(short id, IReadOnlyList<T>? value)
        where T : class, IThriftStruct, new();

    IReadOnlyList<string> Texts(short id, IReadOnlyList<string> value);

    IReadOnlyList<int> I32s(short id, IReadOnlyList<int> value);

    IReadOnlyList<ReadOnlyMemory<byte>> Blobs(short id, IReadOnlyList<ReadOnlyMemory<byte>> value);

    IReadOnlyDictionary<string, string> Map(short id, IReadOnlyDictionary<string, string> value);

    /// <summary><c>map&lt;i32, set&lt;gpid&gt;&gt;</c>, as <c>disk_info</c> has it.</summary>
    IReadOnlyDictionary<int, IReadOnlyList<Gpid>> GpidSets(short id, IReadOnlyDictionary<int, IReadOnlyList<Gpid>> value);
}
