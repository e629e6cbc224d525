using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Tests.Client.Support;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Tests.Wire;

/// <summary>What a real server answered, field by field.</summary>
public class RecordedTests
{
    private static readonly CallSite Call = new("RPC_CM_CLUSTER_INFO", "meta server", null, null);

    [Fact]
    public void ListApps_Tables_AreRead()
    {
        var apps = Decode.Answer(Recorded.Apps, AppMessages.ListApps).Value;
        Assert.Equal([(1, "stat", 4, 3), (2, "bench", 8, 3)], apps.Select(a => (a.Id, a.Name, a.Partitions, a.Replicas)));
        Assert.All(apps, a => Assert.Equal(("pegasus", AppStatus.Available, false, false, 0), (a.Type, a.Status, a.Duplicating, a.BulkLoading, a.Envs.Count)));
    }

    [Fact]
    public void ClusterInfo_Keys_AreFacts()
    {
        var info = ClusterInfoReply.Of(Call, Decode.Answer(Recorded.ClusterInfo, MetaMessages.ClusterInfo).Value);
        Assert.Equal(["127.0.0.1:34601", "127.0.0.1:34602", "127.0.0.1:34603"], info.Metas.Select(m => m.ToString()));
        Assert.Equal((Endpoint.Parse("127.0.0.1:34603"), "/pegasus/onebox", MetaLevel.Steady, "onebox"), (info.Leader, info.ZooKeeperRoot, info.Level, info.ClusterName));
    }

    [Fact]
    public void QueryReplicas_Replicas_AreRead()
    {
        var replicas = Decode.Answer(Recorded.Replicas, ReplicaMessages.QueryReplicas).Value;
        Assert.Equal(2, replicas.Length);
        Assert.All(replicas, r => Assert.Equal((ReplicaStatus.Secondary, "default"), (r.Status, r.DiskTag)));
        Assert.Equal(new Gpid(3, 3), replicas[1].Id);
        Assert.All(replicas, r => Assert.True(r.LastDurableDecree <= r.LastCommittedDecree && r.LastCommittedDecree <= r.LastPreparedDecree));
    }

    [Fact]
    public void QueryDisks_ReplicasOfEachRole_AreRead()
    {
        var disk = Assert.Single(Decode.Answer(Recorded.Disks, DiskMessages.QueryDisks).Value);
        Assert.Equal(("default", 258_019), (disk.Tag, disk.CapacityMb));
        Assert.InRange(disk.AvailableMb, 1, disk.CapacityMb);
        Assert.Contains(new Gpid(1, 0), disk.Primaries);
        Assert.Empty(disk.Primaries.Intersect(disk.Secondaries));
    }

    [Fact]
    public void QueryConfig_OfAStandby_NamesTheLeader()
    {
        var answer = Decode.Answer(Recorded.Standby, PartitionMessages.QueryConfig);
        Assert.Equal((ErrorNames.ForwardToOthers, "127.0.0.1:34603"), (answer.Error, answer.Value.Partitions[0].Primary!.ToString()));
    }

    [Fact]
    public void OtherAnswers_SayWhatTheySay()
    {
        Assert.Equal(ErrorNames.AppExist, Decode.Answer(Recorded.AppExists, MetaMessages.CreateApp).Error);
        Assert.Equal(NegotiationMessages.Disabled, Decode.Answer(Recorded.AuthDisabled, NegotiationMessages.Ask));
        Assert.Equal("unknown command 'meta.lb.assign_delay_ms'", Decode.Answer(Recorded.UnknownCommand, CommandMessages.Command));
        Assert.Equal(ErrorNames.HandlerNotFound, AnswerFrame.Parse(Hex.Bytes(Recorded.NoHandler).AsMemory(4)).Error);
    }

    [Theory]
    [InlineData(Recorded.Lost, "127.0.0.1:34801")]
    [InlineData(Recorded.LostNew, "rs1:34801")]
    public void Diagnose_LostPartition_TellsWhoHadIt(string hex, string server)
    {
        var lost = Assert.Single(Decode.Answer(hex, DiagnoseMessages.Diagnose).Value);
        Assert.Equal((new Gpid(2, 5), null, "no latest replica"), (lost.Config.Id, lost.Config.Primary, lost.Reason));
        var dropped = Assert.Single(lost.Dropped);
        Assert.Equal((server, true, true, 8, 41, 42), (dropped.Server.ToString(), dropped.Alive, dropped.Collected, dropped.Ballot, dropped.LastCommittedDecree, dropped.LastPreparedDecree));
        Assert.Equal(server, Assert.Single(lost.Config.LastDrops).ToString());
    }

    [Fact]
    public void ListApps_OfTheNextGeneration_MayHaveItsFields()
    {
        var request = new FakeRequest(1, 0, 0, 0, 0, AppMessages.ListApps.Name, 1, []);
        var reply = FakeReply.Frame(request, ThriftType.Struct, w =>
        {
            w.Field(ThriftType.Struct, 1);
            w.Text("ERR_INVALID_PARAMETERS");
            w.ListField<int>(2, ThriftType.Struct, [], static (_, _) => { });
            w.TextField(3, "bad pattern");
            w.Stop();
        });
        var answer = Decode.Answer(Convert.ToHexString(reply.Bytes), AppMessages.ListApps);
        Assert.Equal(("ERR_INVALID_PARAMETERS", "bad pattern"), (answer.Error, answer.Hint));
    }
}
