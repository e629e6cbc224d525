using Nightshift.Onebox.Pegasus.Replica.Storage;
using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.Onebox.Pegasus.Replica.Messages;

/// <summary>What a learner is given (<c>learn_type</c>).</summary>
internal enum LearnType
{
    Invalid = 0,

    /// <summary>What is missing is in the primary's prepare list.</summary>
    Cache = 1,

    /// <summary>A checkpoint: everything.</summary>
    App = 2,

    /// <summary>What is missing is in the primary's private log.</summary>
    Log = 3,
}

/// <summary><c>RPC_LEARN</c>: learner to primary.</summary>
internal sealed class LearnRequest : IThriftStruct
{
    public Gpid Pid { get; set; }

    public NodeAddress Learner { get; set; }

    public long Signature { get; set; }

    public long LastCommittedInApp { get; set; }

    public long LastCommittedInPrepareList { get; set; }

    public void Exchange(IFields fields)
    {
        Pid = fields.Gpid(1, Pid);
        Learner = fields.Address(2, Learner);
        Signature = fields.I64(3, Signature);
        LastCommittedInApp = fields.I64(4, LastCommittedInApp);
        LastCommittedInPrepareList = fields.I64(5, LastCommittedInPrepareList);
        Learner = fields.HostPort(8, Learner);
    }
}

/// <summary>The answer. Upstream names files, which the learner copies by NFS; here their contents come along, and take the time of the copy.</summary>
internal sealed class LearnResponse : IThriftStruct
{
    public ErrorCode Error { get; set; }

    public ReplicaConfiguration Config { get; set; } = new();

    public long LastCommittedDecree { get; set; }

    /// <summary>From which decree on the learner gets prepares; -1: not yet.</summary>
    public long PrepareStartDecree { get; set; } = -1;

    public LearnType Type { get; set; }

    public NodeAddress Address { get; set; }

    public IReadOnlyList<MutationData> Mutations { get; set; } = [];

    public ReadOnlyMemory<byte> Checkpoint { get; set; }

    public long ToDecreeIncluded { get; set; }

    /// <summary>What copying all that stands for, in bytes.</summary>
    public long CopyBytes { get; set; }

    public void Exchange(IFields fields)
    {
        Error = fields.Error(1, Error);
        Config = fields.Struct(2, Config);
        LastCommittedDecree = fields.I64(3, LastCommittedDecree);
        PrepareStartDecree = fields.I64(4, PrepareStartDecree);
        Type = fields.Enum(5, Type);
        Address = fields.Address(6, Address);
        Mutations = fields.Structs(7, Mutations);
        Checkpoint = fields.Binary(8, Checkpoint);
        ToDecreeIncluded = fields.I64(9, ToDecreeIncluded);
        CopyBytes = fields.I64(10, CopyBytes);
        Address = fields.HostPort(11, Address);
    }
}

/// <summary>The answer to a learner that reported itself done.</summary>
internal sealed class LearnNotifyResponse : IThriftStruct
{
    public Gpid Pid { get; set; }

    public ErrorCode Error { get; set; }

    public long Signature { get; set; }

    public void Exchange(IFields fields)
    {
        Pid = fields.Gpid(1, Pid);
        Error = fields.Error(2, Error);
        Signature = fields.I64(3, Signature);
    }
}
