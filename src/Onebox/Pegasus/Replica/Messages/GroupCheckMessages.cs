using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Messages;

/// <summary>How far a learner is (<c>learner_status</c>).</summary>
internal enum LearnerStatus
{
    Invalid = 0,
    LearningWithoutPrepare = 1,
    LearningWithPrepareTransient = 2,
    LearningWithPrepare = 3,
    LearningSucceeded = 4,
    LearningFailed = 5,
}

/// <summary><c>RPC_GROUP_CHECK</c> and <c>RPC_LEARN_ADD_LEARNER</c>: primary to member or learner.</summary>
internal sealed class GroupCheckRequest : IThriftStruct
{
    public AppInfo App { get; set; } = new();

    public NodeAddress Node { get; set; }

    public ReplicaConfiguration Config { get; set; } = new();

    public long LastCommittedDecree { get; set; }

    public void Exchange(IFields fields)
    {
        App = fields.Struct(1, App);
        Node = fields.Address(2, Node);
        Config = fields.Struct(3, Config);
        LastCommittedDecree = fields.I64(4, LastCommittedDecree);
        Node = fields.HostPort(8, Node);
    }
}

/// <summary>The answer to a group check, and the report of a learner that has learned (<c>RPC_LEARN_COMPLETION_NOTIFY</c>).</summary>
internal sealed class GroupCheckResponse : IThriftStruct
{
    public Gpid Pid { get; set; }

    public ErrorCode Error { get; set; }

    public long LastCommittedInApp { get; set; }

    public long LastCommittedInPrepareList { get; set; }

    public LearnerStatus LearnerStatus { get; set; }

    public long LearnerSignature { get; set; }

    public NodeAddress Node { get; set; }

    public void Exchange(IFields fields)
    {
        Pid = fields.Gpid(1, Pid);
        Error = fields.Error(2, Error);
        LastCommittedInApp = fields.I64(3, LastCommittedInApp);
        LastCommittedInPrepareList = fields.I64(4, LastCommittedInPrepareList);
        LearnerStatus = fields.Enum(5, LearnerStatus);
        LearnerSignature = fields.I64(6, LearnerSignature);
        Node = fields.Address(7, Node);
        Node = fields.HostPort(10, Node);
    }
}
