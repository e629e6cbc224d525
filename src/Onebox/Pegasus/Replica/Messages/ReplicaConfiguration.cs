using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Messages;

/// <summary>A partition's configuration as one member of it sees it (<c>replica_configuration</c> in <c>idl/metadata.thrift</c>).</summary>
internal sealed class ReplicaConfiguration : IThriftStruct
{
    public Gpid Pid { get; set; }

    public long Ballot { get; set; }

    public NodeAddress Primary { get; set; }

    public PartitionStatus Status { get; set; }

    /// <summary>Which asking a learner answers; 0 is none.</summary>
    public long LearnerSignature { get; set; }

    public void Exchange(IFields fields)
    {
        Pid = fields.Gpid(1, Pid);
        Ballot = fields.I64(2, Ballot);
        Primary = fields.Address(3, Primary);
        Status = fields.Enum(4, Status);
        LearnerSignature = fields.I64(5, LearnerSignature);
        Primary = fields.HostPort(8, Primary);
    }

    public ReplicaConfiguration With(PartitionStatus status) => new()
    {
        Pid = Pid,
        Ballot = Ballot,
        Primary = Primary,
        Status = status,
        LearnerSignature = LearnerSignature,
    };
}
