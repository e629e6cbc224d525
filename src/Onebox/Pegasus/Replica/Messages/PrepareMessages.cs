using Nightshift.Onebox.Pegasus.Replica.Storage;
using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.Onebox.Pegasus.Replica.Messages;

/// <summary><c>RPC_PREPARE</c>: primary to secondary or learner. Upstream writes its three parts without a struct around them.</summary>
internal sealed class PrepareRequest : IThriftStruct
{
    public ReplicaConfiguration Config { get; set; } = new();

    public MutationData Mutation { get; set; } = new();

    public void Exchange(IFields fields)
    {
        Config = fields.Struct(1, Config);
        Mutation = fields.Struct(2, Mutation);
    }
}

/// <summary>The answer (<c>prepare_ack</c> in <c>idl/replica_admin.thrift</c>).</summary>
internal sealed class PrepareAck : IThriftStruct
{
    public Gpid Pid { get; set; }

    public ErrorCode Error { get; set; }

    public long Ballot { get; set; }

    public long Decree { get; set; }

    public void Exchange(IFields fields)
    {
        Pid = fields.Gpid(1, Pid);
        Error = fields.Error(2, Error);
        Ballot = fields.I64(3, Ballot);
        Decree = fields.I64(4, Decree);
    }
}
