using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.OpenMldb.Tests.Maintenance.Support;

namespace Nightshift.OpenMldb.Tests.Maintenance;

public sealed class RejoiningTests : IAsyncLifetime
{
    private SimulatedCluster _cluster = null!;
    private TableInfo _table = null!;

    private INameserver Nameserver => _cluster.Client.Nameserver;

    public async Task InitializeAsync()
    {
        _cluster = await SimulatedCluster.Start();
        _table = await _cluster.CreateTable("shared", 4, 3);
        await Nameserver.ConfSet("auto_failover", "false", default);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Execute_RecordChangedMeanwhile_DoesNotMarkAnotherReplicaAlive()
    {
        var follower = (from tablet in Enumerable.Range(0, 3).Select(_cluster.At)
                        let follows = _table.Partitions.Where(p => p.EffectiveLeader!.Value.Endpoint != tablet).ToList()
                        orderby follows.Count descending
                        select (Tablet: tablet, Follows: follows)).First();
        var others = follower.Follows.Take(2).ToList();
        var dropped = follower.Follows[^1];
        await MoveLeadersAwayFrom(follower.Tablet);
        foreach (var partition in _table.Partitions.Where(p => p.Pid != dropped.Pid))
            await Nameserver.UpdateTableAliveStatus(_table.Partition(partition.Pid), follower.Tablet, false, default);
        var once = 0;
        var hook = new KillSwitch(int.MaxValue, false)
        {
            // After the step has read the tables, and before it records anything.
            Before = async method =>
            {
                if (method == "GetManifest" && Interlocked.Exchange(ref once, 1) == 0)
                    await Nameserver.UpdateTableAliveStatus(_table.Partition(dropped.Pid), follower.Tablet, false, default);
            },
        };
        var replicas = _table.Partitions.Where(p => p.Pid != dropped.Pid).Select(p => Replica(p.Pid, follower.Tablet)).ToList();
        await new Rejoining(_cluster.Services(hook), replicas).Execute(Attempt());

        var now = (await Nameserver.ShowTable(_table.Id, default))!;
        Assert.False(now.Partitions[(int)dropped.Pid].ReplicaOn(follower.Tablet)!.Value.IsAlive);
        Assert.All(now.Partitions.Where(p => p.Pid != dropped.Pid), p => Assert.True(p.ReplicaOn(follower.Tablet)!.Value.IsAlive));
        Assert.NotEmpty(others);
    }

    [Fact]
    public async Task Execute_TwoFormerLeadersOfEachPartition_RecordsBoth()
    {
        var replicas = new List<ReplicaRef>();
        foreach (var partition in _table.Partitions)
        {
            var first = partition.EffectiveLeader!.Value.Endpoint;
            var rest = partition.Replicas.Select(r => r.Endpoint).Where(e => e != first).ToList();
            await HandOver(partition.Pid, first, rest[0]);
            await HandOver(partition.Pid, rest[0], rest[1]);
            replicas.Add(Replica(partition.Pid, first));
            replicas.Add(Replica(partition.Pid, rest[0]));
        }

        await new Rejoining(_cluster.Services(), replicas).Execute(Attempt());
        var now = (await Nameserver.ShowTable(_table.Id, default))!;
        Assert.All(now.Partitions, p => Assert.Single(p.Replicas, r => r.IsLeader));
        Assert.All(now.Partitions.SelectMany(p => p.Replicas), r => Assert.True(r.IsAlive));
    }

    private static TestAttempt Attempt() => new(new TestJournal(), "rejoin", 1, new CancellationTokenSource(TimeSpan.FromSeconds(90)).Token);

    private ReplicaRef Replica(uint pid, Endpoint tablet) => new(_table.Partition(pid), new TidPid(_table.Tid, pid), StorageMode.Memory, tablet);

    private async Task MoveLeadersAwayFrom(Endpoint tablet)
    {
        foreach (var partition in _table.Partitions.Where(p => p.EffectiveLeader!.Value.Endpoint == tablet))
        {
            await HandOver(partition.Pid, tablet, partition.Replicas.First(r => r.Endpoint != tablet).Endpoint);
            await new Rejoining(_cluster.Services(), [Replica(partition.Pid, tablet)]).Execute(Attempt());
        }
    }

    private async Task HandOver(uint pid, Endpoint from, Endpoint to)
    {
        await Nameserver.UpdateTableAliveStatus(_table.Partition(pid), from, false, default);
        await Nameserver.ChangeLeader(_table.Partition(pid), to, default);
        await Wait.Until(async () => (await Nameserver.GetTablePartition(_table.Partition(pid), default))!.EffectiveLeader?.Endpoint == to, "the next leader");
        await Wait.Until(async () => (await Nameserver.ShowOpStatus(OpFilter.All, default)).All(o => !o.IsUnfinished), "no op");
    }
}
