namespace Nightshift.Pegasus.Wire;

/// <summary><c>RPC_NEGOTIATION</c> {1 i32 status, 2 blob msg} and its answer alike: asked only to find out whether a server wants Kerberos.</summary>
internal static class NegotiationMessages
{
    public const int ListMechanisms = 1;
    public const int MechanismsListed = 2;
    public const int Disabled = 9;

    /// <summary>The answer is its status.</summary>
    public static readonly RpcMethod<Nothing, int> Ask = new("RPC_NEGOTIATION", Write, Read);

    private static void Write(TBinaryWriter writer, Nothing request)
    {
        writer.I32Field(1, ListMechanisms);
        writer.Field(ThriftType.Struct, 2);
        writer.Bytes([]);
        writer.Stop();
    }

    private static int Read(TBinaryReader reader, ServerBook servers)
    {
        var fields = new Fields(reader, "negotiation_response");
        var status = 0;
        while (fields.Next())
        {
            switch (fields.Id)
            {
                case 1: status = fields.I32(); break;
                case 2: fields.Blob(); break;
                default: throw fields.Unknown();
            }
        }

        fields.Require(Fields.UpTo(1));
        return status;
    }
}
