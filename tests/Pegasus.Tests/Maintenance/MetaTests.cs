using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Maintenance;
using Nightshift.Pegasus.Tests.Maintenance.Support;
using Nightshift.Runs;
using Xunit.Abstractions;

namespace Nightshift.Pegasus.Tests.Maintenance;

public class MetaTests(ITestOutputHelper output)
{
    [Fact]
    public void Order_LeaderInTheMiddle_IsLast()
    {
        var metas = new[] { (34601, MetaRole.Standby), (34602, MetaRole.Leader), (34603, MetaRole.Standby) }
            .Select(meta => new MetaStanding(Endpoint.Parse($"127.0.0.1:{meta.Item1}"), meta.Item2, null));
        Assert.Equal([34601, 34603, 34602], MetaOrder.Of(metas).Select(meta => meta.Port));
    }

    [Fact]
    public async Task Restart_Leader_AnotherLeadsWithTheHeldSettingsAndTheyArePutBack()
    {
        await using var rig = new Rig(output);
        var leader = rig.Cluster.Leader!.Value;
        var meta = new MetaServer(leader, rig.Run, rig.Services);
        await using (await meta.Hold())
        {
            await meta.Stop();
            await meta.Start();
            await meta.Settle();
            Assert.NotEqual(leader, rig.Cluster.Leader);
            Assert.Equal("3600000", rig.Cluster.Settings[MetaSetting.AssignDelayMs]);
        }

        await rig.AsBefore();
    }

    [Fact]
    public async Task Hold_AnotherMetaServerIsAway_IsRefused()
    {
        await using var rig = new Rig(output);
        rig.Cluster.DeadMetas.Add(rig.Cluster.Metas[2]);
        var refused = await Assert.ThrowsAsync<RunAbandonedException>(() => new MetaServer(rig.Cluster.Metas[1], rig.Run, rig.Services).Hold());
        Assert.Contains("127.0.0.1:34603", refused.Reason, StringComparison.Ordinal);
        await rig.AsBefore();
    }

    [Fact]
    public async Task Stop_RunIsGivenUpBeforeTheStart_IsStartedOnTheWayHome()
    {
        await using var rig = new Rig(output);
        var meta = new MetaServer(rig.Cluster.Metas[1], rig.Run, rig.Services);
        await using (await meta.Hold()) await meta.Stop();
        Assert.Empty(rig.Cluster.DeadMetas);
        await rig.AsBefore();
    }
}
