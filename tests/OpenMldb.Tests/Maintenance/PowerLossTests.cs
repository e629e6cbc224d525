using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.OpenMldb.Snapshots;
using Nightshift.OpenMldb.Tests.Maintenance.Support;
using Xunit.Abstractions;

namespace Nightshift.OpenMldb.Tests.Maintenance;

/// <summary>Copies that lost the end of their log, or have more than their leader: nothing that somebody else has, or nobody else has, may go.</summary>
public sealed class PowerLossTests(ITestOutputHelper output) : IAsyncLifetime
{
    private SimulatedCluster _cluster = null!;
    private TableInfo _table = null!;

    private INameserver Nameserver => _cluster.Client.Nameserver;

    public async Task InitializeAsync()
    {
        _cluster = await SimulatedCluster.Start();
        _cluster.Options = _cluster.Options with { LongestCut = TimeSpan.FromMilliseconds(300) };
        _table = await _cluster.CreateTable("shared", 3, 3);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Recover_RecordedLeadersLostTheirTailAfterLeadersMoved_LosesNothing()
    {
        await using var writers = new Writers(_cluster, [_table]);
        await Wait.Until(() => Task.FromResult(writers.Acknowledged > 100), "some writes");
        await using (await new Tablet(_cluster.At(0), new TestRun(new TestJournal()), _cluster.Services()).Drain(allowSingleReplica: true))
            await Wait.Until(() => Task.FromResult(writers.Acknowledged > 200), "more writes");
        var before = writers.Acknowledged;
        await Wait.Until(() => Task.FromResult(writers.Acknowledged > before + 100), "writes after leaders came home");
        await writers.Stop();
        await AllEqual();
        var table = await Table();
        await StopEverything();
        foreach (var partition in table.Partitions) LoseTail(Node(partition.EffectiveLeader!.Value.Endpoint), partition.Pid);
        await StartEverything();
        await Recover();
        Assert.Empty(await writers.Lost());
    }

    [Fact]
    public async Task Recover_LeaderLeadsWithLessThanItsFollowers_KeepsThemUntilTheyAreNamed()
    {
        await Put(30);
        await AllEqual();
        var table = await Table();
        var leader = table.Partitions[0].EffectiveLeader!.Value.Endpoint;
        await StopEverything();
        LoseTail(Node(leader), 0);
        await StartEverything();
        await (await _cluster.Client.Tablet(leader, default)).LoadTable(
            new LoadTable(Id(0), "demo", "shared", 8, TableMode.Leader, table.Partitions[0].LastTerm!.Value, StorageMode.Memory, []), default);
        await Wait.Until(async () => (await Offset(leader, 0)) is > 0, "the leader has loaded");

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Recover());
        Assert.Contains("has records that its leader lacks", failure.Message, StringComparison.Ordinal);
        var behind = await Offset(leader, 0);
        foreach (var follower in table.Partitions[0].Replicas.Select(r => r.Endpoint).Where(e => e != leader)) Assert.True(await Offset(follower, 0) > behind);

        var plan = new TestPlan();
        await new DivergedCopies(_cluster.Services()).ToDrop().Plan!(plan);
        Assert.Equal(2, plan.Risks.Count);
        Assert.All(plan.Risks, risk => Assert.Contains("demo.shared[0] on 127.0.0.1", risk, StringComparison.Ordinal));

        await Recover(dropDiverged: true);
        await AllEqual();
        Assert.Equal(behind, await Offset(leader, 0));
    }

    [Fact]
    public async Task Recover_OldLeaderWroteOn_KeepsItAndSaysSo()
    {
        await Put(10);
        await AllEqual();
        var partition = (await Table()).Partitions[0];
        var old = partition.EffectiveLeader!.Value.Endpoint;
        await Nameserver.ConfSet("auto_failover", "false", default);
        await Nameserver.UpdateTableAliveStatus(_table.Partition(0), old, false, default);
        await Nameserver.ChangeLeader(_table.Partition(0), partition.Replicas.First(r => r.Endpoint != old).Endpoint, default);
        await Wait.Until(async () => (await Table()).Partitions[0].EffectiveLeader is { } now && now.Endpoint != old, "another leader");
        await Put(0, "only here", old);
        await Nameserver.ConfSet("auto_failover", "true", default);
        await Wait.Until(async () => (await Nameserver.ShowOpStatus(OpFilter.All, default)).All(o => !o.IsUnfinished), "no op");

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Recover());
        Assert.Contains("has records that its leader lacks", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(await (await _cluster.Client.Tablet(old, default)).Get(new GetQuery(Id(0), "i", "only here"), default));
        var snapshot = await _cluster.Client.Snapshots.Read(SnapshotScope.Everything, default);
        Assert.Contains(DrainObstacles.Find(snapshot, _cluster.At(0), true, _cluster.Options), o => o.Contains("--drop-diverged", StringComparison.Ordinal));

        await Recover(dropDiverged: true);
        await AllEqual();
    }

    [Theory]
    [InlineData(true)] // The nameserver that saw how far it was lives on.
    [InlineData(false)]
    public async Task Recover_OnlyCopyCameBackEmpty_DoesNotLetItLead(bool nameserverLives)
    {
        var single = await _cluster.CreateTable("single", 1, 1);
        var tablet = single.Partitions[0].Replicas[0].Endpoint;
        var id = new TidPid(single.Tid, 0);
        for (var n = 0; n < 5; n++) await (await _cluster.Client.Tablet(tablet, default)).Put(new PutRow(id, 1_700_000_000_000 + n, Writers.Row, [new RowKey($"{n}", 0)]), default);
        await Wait.Until(async () => (await Nameserver.ShowTable(single.Id, default))!.Partitions[0].Replicas[0].Offset == 5, "the nameserver saw five records");
        await Nameserver.ConfSet("auto_failover", "false", default);
        if (nameserverLives) await _cluster.End(Node(tablet));
        else await StopEverything();
        Directory.Delete(Path.Combine(Node(tablet).Root, "db", $"{single.Tid}_0", "binlog"), recursive: true);
        if (nameserverLives) Node(tablet).Start();
        else await StartEverything();
        await Wait.Until(async () => (await Nameserver.ShowTablet(default)).All(t => t.State == TabletState.Healthy), "healthy tablets");

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Recover());
        Assert.Contains("demo.single[0]", failure.Message, StringComparison.Ordinal);
        Assert.Equal(TableMode.Follower, (await (await _cluster.Client.Tablet(tablet, default)).GetTableStatus(id, default))!.Value.Mode);
        var plan = new TestPlan();
        await new UnloadedCopies(_cluster.Services()).Step().Plan!(plan);
        Assert.Contains("was not let lead", Assert.Single(plan.Risks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_OldLinkCannotBeCut_DoesNotLoad()
    {
        var (leader, follower) = await Restart(0);
        Node(leader).Faults.Add(new("uncut", Onebox.Faults.FaultKind.RequestLost, "DelReplica"));
        var result = await new Loading(_cluster.Services(), follower, [Copy(0)]).Execute(new TestAttempt(new TestJournal(), "load", 1, new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token));
        Assert.Single(result.Failed);
        Assert.Null(await (await _cluster.Client.Tablet(follower, default)).GetTableStatus(Id(0), default));
    }

    [Fact]
    public async Task Recover_NotAliveCopyIsLinkedAlready_LinksItAnewAtItsOwnEnd()
    {
        await using var writers = new Writers(_cluster, [_table]);
        await Wait.Until(() => Task.FromResult(writers.Acknowledged > 100), "some writes");
        await writers.Stop();
        await AllEqual();
        var (leader, follower) = await Restart(0, LoseTail);
        Node(leader).Faults.Add(new("stuck", Onebox.Faults.FaultKind.ReplicationStuck, $"{_table.Tid}/0"));
        await Nameserver.UpdateTableAliveStatus(_table.Partition(0), follower, false, default);
        await (await _cluster.Client.Tablet(follower, default)).LoadTable(
            new LoadTable(Id(0), "demo", "shared", 8, TableMode.Follower, 0, StorageMode.Memory, []), default);
        await Wait.Until(async () => (await Offset(follower, 0)) is > 0, "the copy is loaded");
        Node(leader).Faults.Clear();
        await Recover();
        Assert.Empty(await writers.Lost());
    }

    private async Task<(Endpoint Leader, Endpoint Follower)> Restart(uint pid, Action<SimulatedNode, uint>? meanwhile = null)
    {
        await Nameserver.ConfSet("auto_failover", "false", default);
        var partition = (await Table()).Partitions[(int)pid];
        var leader = partition.EffectiveLeader!.Value.Endpoint;
        var follower = partition.Replicas.First(r => r.Endpoint != leader).Endpoint;
        await _cluster.End(Node(follower));
        meanwhile?.Invoke(Node(follower), pid);
        Node(follower).Start();
        await Wait.Until(async () => await _cluster.Client.Directory.FindTablet(follower, default) is not null, "a registration");
        return (leader, follower);
    }

    private StoppedReplica Copy(uint pid) => new(_table.Partition(pid), Id(pid), 8, StorageMode.Memory, 1, 0, false);

    private TidPid Id(uint pid) => new(_table.Tid, pid);

    private SimulatedNode Node(Endpoint tablet) => _cluster.Tablets.Single(t => t.Endpoint == tablet.ToString());

    private async Task<TableInfo> Table() => (await Nameserver.ShowTable(_table.Id, default))!;

    private async Task<ulong?> Offset(Endpoint tablet, uint pid) => (await (await _cluster.Client.Tablet(tablet, default)).GetTableStatus(Id(pid), default))?.Offset;

    private async Task Put(int rows)
    {
        foreach (var partition in (await Table()).Partitions)
        {
            var leader = await _cluster.Client.Tablet(partition.EffectiveLeader!.Value.Endpoint, default);
            for (var n = 0; n < rows; n++)
                await leader.Put(new PutRow(Id(partition.Pid), 1_700_000_000_000 + n, Writers.Row, [new RowKey($"{n}", 0)]), default);
        }
    }

    private async Task Put(uint pid, string key, Endpoint tablet) =>
        await (await _cluster.Client.Tablet(tablet, default)).Put(new PutRow(Id(pid), 1_700_000_000_000, Writers.Row, [new RowKey(key, 0)]), default);

    private Task AllEqual() => Wait.Until(
        async () =>
        {
            foreach (var partition in (await Table()).Partitions)
            {
                var offsets = await Task.WhenAll(partition.Replicas.Select(r => Offset(r.Endpoint, partition.Pid)));
                if (offsets.Distinct().Count() != 1 || partition.Replicas.Any(r => !r.IsAlive)) return false;
            }

            return true;
        },
        "equal copies");

    private void LoseTail(SimulatedNode node, uint pid)
    {
        var log = Directory.GetFiles(Path.Combine(node.Root, "db", $"{_table.Tid}_{pid}", "binlog"), "*.log").Order(StringComparer.Ordinal).Last(f => new FileInfo(f).Length > 0);
        using var file = new FileStream(log, FileMode.Open);
        file.SetLength(file.Length / 2);
    }

    private async Task StopEverything()
    {
        foreach (var node in _cluster.Nameservers.Concat(_cluster.Tablets)) await _cluster.End(node);
    }

    private async Task StartEverything()
    {
        foreach (var tablet in _cluster.Tablets) tablet.Start();
        await Wait.Until(async () => (await _cluster.Client.Directory.ListTablets(default)).Length == 3, "three tablets");
        foreach (var nameserver in _cluster.Nameservers) nameserver.Start();
        await Wait.Until(async () => (await Nameserver.ShowTablet(default)).Count(t => t.State == TabletState.Healthy) == 3, "a nameserver that leads");
    }

    private async Task Recover(bool dropDiverged = false)
    {
        var journal = new TestJournal();
        try
        {
            var run = new TestRun(journal);
            run.Killed.CancelAfter(TimeSpan.FromSeconds(20));
            await new OpenMldb(run, _cluster.Services(), _cluster.Tidying()).Recover(dropDiverged);
        }
        finally
        {
            foreach (var line in journal.Lines) output.WriteLine(line);
        }
    }
}
