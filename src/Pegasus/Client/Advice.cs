namespace Nightshift.Pegasus.Client;

/// <summary>The next step after a refusal, for the end of its sentence.</summary>
internal static class Advice
{
    public static string For(string error) => error switch
    {
        ErrorNames.ForwardToOthers => "ask the meta server that leads",
        ErrorNames.ServiceNotActive => "wait until it has loaded the cluster's state",
        ErrorNames.UnderRecovery => "the cluster is in recovery mode, which people must end",
        ErrorNames.AclDeny => "give the bot's host the right, or turn the check off",
        ErrorNames.Unauthenticated => "this cluster wants Kerberos, which is not supported here",
        ErrorNames.InvalidParameters => "look whether something is pending on the partition already, and check the arguments",
        ErrorNames.InvalidState => "the replica is not primary or is being reconfigured; read the configuration again",
        ErrorNames.ObjectNotFound => "check the name, or whether the server has loaded the replica",
        ErrorNames.NotEnoughMember => "too few replicas for a write; wait until the partition is healthy",
        ErrorNames.HandlerNotFound => "the server is still loading, or too old for this",
        ErrorNames.StateFreezed => "too few nodes are alive, the meta server is frozen; start nodes",
        ErrorNames.AppNotExist => "check the table's name",
        ErrorNames.AppExist => "the table is there already",
        ErrorNames.BusyCreating => "wait until the table is created",
        ErrorNames.BusyDropping => "the table is being dropped",
        ErrorNames.Busy => "wait a moment",
        _ => "look at the server's log",
    };
}
