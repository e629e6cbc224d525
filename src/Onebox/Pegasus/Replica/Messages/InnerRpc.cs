namespace Nightshift.Onebox.Pegasus.Replica.Messages;

/// <summary>Names of the RPCs that replica servers know besides those of <see cref="Wire.Messages.RpcNames"/>.</summary>
internal static class InnerRpc
{
    public const string Prepare = "RPC_PREPARE";
    public const string Learn = "RPC_LEARN";
    public const string LearnCompletionNotify = "RPC_LEARN_COMPLETION_NOTIFY";
    public const string AddLearner = "RPC_LEARN_ADD_LEARNER";
    public const string RemoveReplica = "RPC_REMOVE_REPLICA";
    public const string GroupCheck = "RPC_GROUP_CHECK";
    public const string Put = "RPC_RRDB_RRDB_PUT";
    public const string Get = "RPC_RRDB_RRDB_GET";
    public const string Remove = "RPC_RRDB_RRDB_REMOVE";
}
