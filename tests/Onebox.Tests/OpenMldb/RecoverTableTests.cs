namespace Nightshift.Onebox.Tests.OpenMldb;

/// <summary>How a replica of a restarted tablet comes back: by what is loaded, by terms and offsets, and by the leader's snapshot.</summary>
public sealed class RecoverTableTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;
    private TestTable _table = null!;

    private string Leader => _cluster.Tablets[0].Endpoint;

    private TestNode Follower => _cluster.Tablets[1];

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(extra: "--make_snapshot_threshold_offset=1");
        _table = await _cluster.CreateTableAsync("tx", 1, 2, _cluster.Tablets[0], _cluster.Tablets[1]);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task RecoverTable_NotLoadedWithoutSnapshot_IsAFullResendAndMovesTheBinlogAway()
    {
        await _table.PutManyAsync(Leader, 5);
        await _table.WaitOffsetAsync(Follower.Endpoint, 5);
        await RestartFollowerAsync();

        TestCluster.AssertOk(await _table.RecoverAsync(Follower.Endpoint));
        var ops = await _cluster.WaitOpsAsync();

        Assert.Equal("kReAddReplicaOP", (string)ops[^1]["op_type"]!);
        Assert.Equal("kDone", (string)ops[^1]["status"]!);
        await _table.WaitOffsetAsync(Follower.Endpoint, 5);
        Assert.Contains(Directory.GetDirectories(Path.Combine(Follower.Root, "recycle")), path => path.Contains("_binlog_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RecoverTable_NotLoadedWithOwnSnapshotAsNewAsTheLeaders_SendsNothing()
    {
        await _table.PutManyAsync(Leader, 5);
        await _table.WaitOffsetAsync(Follower.Endpoint, 5);
        await SnapshotAsync(Leader);
        await SnapshotAsync(Follower.Endpoint);
        await _table.PutManyAsync(Leader, 2, "late");
        await _table.WaitOffsetAsync(Follower.Endpoint, 7);
        await RestartFollowerAsync();

        TestCluster.AssertOk(await _table.RecoverAsync(Follower.Endpoint));
        var ops = await _cluster.WaitOpsAsync();

        Assert.Equal("kReAddReplicaNoSendOP", (string)ops[^1]["op_type"]!);
        await _table.WaitOffsetAsync(Follower.Endpoint, 7);
        Assert.True(await _table.HasAsync(Follower.Endpoint, "k0"));
        Assert.True(await _table.HasAsync(Follower.Endpoint, "late1"));
    }

    [Fact]
    public async Task RecoverTable_LoadedFromFileUnderNoTerm_IsDroppedAndResent()
    {
        await _table.PutManyAsync(Leader, 5);
        await _table.WaitOffsetAsync(Follower.Endpoint, 5);
        await RestartFollowerAsync();
        TestCluster.AssertOk(await _table.LoadAsync(Follower.Endpoint, "kTableFollower"));
        await WaitNormalAsync(Follower.Endpoint);
        Assert.Equal(0UL, (ulong)(await _cluster.TabletAsync(Follower.Endpoint, "GetTermPair", new { tid = _table.Tid, pid = 0 }))["term"]!);

        TestCluster.AssertOk(await _table.RecoverAsync(Follower.Endpoint));
        var ops = await _cluster.WaitOpsAsync();

        Assert.Equal("kReAddReplicaWithDropOP", (string)ops[^1]["op_type"]!);
        await _table.WaitOffsetAsync(Follower.Endpoint, 5);
    }

    [Fact]
    public async Task RecoverTable_SingleReplica_IsReloadedOrOnlyMarkedAlive()
    {
        var single = await _cluster.CreateTableAsync("one", 1, 1, Follower);
        await single.PutManyAsync(Follower.Endpoint, 4);
        TestCluster.AssertOk(await single.SetAliveAsync(Follower.Endpoint, false));
        TestCluster.AssertOk(await single.RecoverAsync(Follower.Endpoint));
        var loaded = await _cluster.WaitOpsAsync();
        Assert.Equal("kUpdatePartitionStatusOP", (string)loaded[^1]["op_type"]!);

        await RestartFollowerAsync();
        TestCluster.AssertOk(await single.SetAliveAsync(Follower.Endpoint, false));
        TestCluster.AssertOk(await single.RecoverAsync(Follower.Endpoint));
        var reloaded = await _cluster.WaitOpsAsync();

        Assert.Equal("kReLoadTableOP", (string)reloaded[^1]["op_type"]!);
        Assert.Equal(Follower.Endpoint, await single.LeaderAsync());
        Assert.Equal(4UL, await single.OffsetAsync(Follower.Endpoint));
        TestCluster.AssertOk(await single.PutAsync(Follower.Endpoint, "more"));
    }

    [Fact]
    public async Task LeadersLink_FollowerLoadsAgain_GoesOnByItself()
    {
        await _table.PutManyAsync(Leader, 5);
        await _table.WaitOffsetAsync(Follower.Endpoint, 5);
        await RestartFollowerAsync();
        await _table.PutManyAsync(Leader, 5, "missed");
        TestCluster.AssertOk(await _table.LoadAsync(Follower.Endpoint, "kTableFollower"));

        await _table.WaitOffsetAsync(Follower.Endpoint, 10);

        Assert.True(await _table.HasAsync(Follower.Endpoint, "k0"));
        Assert.True(await _table.HasAsync(Follower.Endpoint, "missed4"));
        Assert.Empty(await _cluster.OpsAsync());
    }

    [Fact]
    public async Task LeadersLink_FollowerComesBackEmpty_LeavesAGap()
    {
        await _table.PutManyAsync(Leader, 5);
        await _table.WaitOffsetAsync(Follower.Endpoint, 5);
        await Follower.KillAsync();
        Follower.Session!.Expire();
        Directory.Delete(Path.Combine(Follower.Root, "db", $"{_table.Tid}_0", "binlog"), recursive: true);
        await StartFollowerAsync();
        TestCluster.AssertOk(await _table.LoadAsync(Follower.Endpoint, "kTableFollower"));
        await WaitNormalAsync(Follower.Endpoint);

        await _table.PutManyAsync(Leader, 1, "late");

        await _table.WaitOffsetAsync(Follower.Endpoint, 6);
        Assert.False(await _table.HasAsync(Follower.Endpoint, "k0"));
    }

    private async Task RestartFollowerAsync()
    {
        await Follower.KillAsync();
        Follower.Session!.Expire();
        await StartFollowerAsync();
        TestCluster.AssertOk(await _table.SetAliveAsync(Follower.Endpoint, false));
    }

    private async Task StartFollowerAsync()
    {
        await TestCluster.WaitAsync("offline", async () => (await _cluster.NsAsync("ShowTablet"))["tablets"]!.AsArray()
            .Any(each => (string)each!["state"]! == "kOffline"));
        Follower.Start();
        await TestCluster.WaitAsync("healthy", async () => (await _cluster.NsAsync("ShowTablet"))["tablets"]!.AsArray()
            .All(each => (string)each!["state"]! == "kHealthy"));
    }

    private async Task SnapshotAsync(string endpoint)
    {
        TestCluster.AssertOk(await _cluster.TabletAsync(endpoint, "MakeSnapshot", new { tid = _table.Tid, pid = 0 }));
        await TestCluster.WaitAsync("snapshot", async () => (ulong)(await _cluster.TabletAsync(
            endpoint, "GetManifest", new { tid = _table.Tid, pid = 0 }))["manifest"]!["offset"]! > 0);
    }

    private Task WaitNormalAsync(string endpoint) => TestCluster.WaitAsync(
        "normal", async () => (string?)(await _table.StatusAsync(endpoint))?["state"] == "kTableNormal");
}
