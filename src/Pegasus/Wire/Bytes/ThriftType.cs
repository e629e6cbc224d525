namespace Nightshift.Pegasus.Wire;

/// <summary>Type bytes of Thrift's binary protocol.</summary>
internal static class ThriftType
{
    public const byte Stop = 0;
    public const byte Bool = 2;
    public const byte I32 = 8;
    public const byte I64 = 10;
    public const byte Text = 11;

    /// <summary>A struct, or one of rDSN's own types that say struct and are none.</summary>
    public const byte Struct = 12;
    public const byte Map = 13;
    public const byte Set = 14;
    public const byte List = 15;
}
