namespace Nightshift.OpenMldb.Client.Transport;

/// <summary>The next step after a refusal, for the end of its sentence.</summary>
internal static class Advice
{
    public static string For(ReturnCode code) => code switch
    {
        ReturnCode.NameserverIsNotLeader => "ask the nameserver that leads",
        ReturnCode.AutoFailoverIsEnabled => "set auto_failover to false for as long as this takes",
        ReturnCode.TableIsNotExist => "check the name, or whether the tablet has loaded the partition",
        ReturnCode.TableIsFollower => "ask the partition's leader",
        ReturnCode.TableIsLoading => "wait until the table is loaded",
        ReturnCode.TableIsLeader => "move its leadership first",
        ReturnCode.TableStatusIsNotKnormal => "wait until no snapshot is being made; a paused one needs RecoverSnapshot",
        ReturnCode.EndpointIsNotExist => "check the endpoint; a nameserver started while the tablet was down does not know it",
        ReturnCode.TabletIsNotHealthy => "wait until the tablet is registered and healthy",
        ReturnCode.SetZkFailed or ReturnCode.CreateZkFailed or ReturnCode.GetZkFailed or ReturnCode.DelZkFailed or ReturnCode.ConnectZkFailed =>
            "check ZooKeeper and look at the state, part of the change may be in memory",
        ReturnCode.CreateOpFailed => "check that leader and candidate are alive on healthy tablets",
        ReturnCode.InvalidParameter => "check the arguments",
        ReturnCode.PidIsNotExist => "check the partition number and where its replicas are",
        ReturnCode.LeaderIsAlive => "name a candidate",
        ReturnCode.NoAliveFollower or ReturnCode.NoFollower => "add a replica, or recover one, first",
        ReturnCode.PartitionIsAlive => "nothing to recover; if the copy is really gone, set alive to false first",
        ReturnCode.OpStatusIsNotKdoingOrKinited => "look at the op again, it is over or unknown",
        ReturnCode.PidAlreadyExists => "the replica is there already",
        ReturnCode.SrcEndpointIsNotExistOrNotHealthy => "check the tablet to move from",
        ReturnCode.DesEndpointIsNotExistOrNotHealthy => "check the tablet to move to",
        ReturnCode.MigrateFailed => "check who leads and which tablets hold the partition",
        ReturnCode.NoPidHasUpdate => "check that the tablet holds a replica of that partition",
        ReturnCode.NotAuthorized => "check the configured user",
        ReturnCode.ExceedMaxMemory => "the tablet is at its memory limit",
        _ => "look at the nameserver's and the tablet's log",
    };
}
