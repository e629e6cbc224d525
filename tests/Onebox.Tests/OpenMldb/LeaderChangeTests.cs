using Nightshift.Onebox.Faults;

namespace Nightshift.Onebox.Tests.OpenMldb;

public sealed class LeaderChangeTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;
    private TestTable _table = null!;

    private string Old => _cluster.Tablets[0].Endpoint;

    private string Next => _cluster.Tablets[1].Endpoint;

    private string Third => _cluster.Tablets[2].Endpoint;

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync();
        _table = await _cluster.CreateTableAsync("tx", 1, 3, [.. _cluster.Tablets]);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Put_OnLeader_ReachesFollowersLaterAndGetTableFollowerSaysSo()
    {
        await _table.PutManyAsync(Old, 40);
        await _table.WaitOffsetAsync(Next, 40);
        await _table.WaitOffsetAsync(Third, 40);

        Assert.True(await _table.HasAsync(Next, "k39"));
        await TestCluster.WaitAsync("followers acknowledged", async () =>
        {
            var reply = await _cluster.TabletAsync(Old, "GetTableFollower", new { tid = _table.Tid, pid = 0 });
            return reply["follower_info"]!.AsArray().Count == 2 && reply["follower_info"]!.AsArray().All(each => (ulong)each!["offset"]! == 40);
        });
    }

    [Fact]
    public async Task ChangeLeader_Planned_LeavesTwoLeaderEntriesAndAnOldLeaderThatAcceptsWrites()
    {
        await _table.PutManyAsync(Old, 10);
        await _table.WaitOffsetAsync(Next, 10);
        await _table.WaitOffsetAsync(Third, 10);
        var term = ulong.Parse(_cluster.Ensemble.Text("/openmldb/table/term")!, null);

        TestCluster.AssertOk(await _table.ChangeLeaderAsync(Next));
        await _cluster.WaitOpsAsync();

        var partition = await _table.PartitionAsync();
        var old = await _table.ReplicaAsync(Old);
        Assert.True((bool)old!["is_leader"]!);
        Assert.False((bool)old["is_alive"]!);
        Assert.Equal(Next, await _table.LeaderAsync());
        Assert.Equal(term + 2, ulong.Parse(_cluster.Ensemble.Text("/openmldb/table/term")!, null));
        var newest = partition["term_offset"]!.AsArray()[^1]!;
        Assert.Equal((term + 2, 11UL), ((ulong)newest["term"]!, (ulong)newest["offset"]!));

        Assert.Equal("kTableLeader", (string)(await _table.StatusAsync(Old))!["mode"]!);
        TestCluster.AssertOk(await _table.PutAsync(Old, "lost"));
        TestCluster.AssertOk(await _table.PutAsync(Next, "kept"));
        await TestCluster.WaitAsync("kept is on the third", () => _table.HasAsync(Third, "kept"));
        Assert.False(await _table.HasAsync(Next, "lost"));
        Assert.False(await _table.HasAsync(Third, "lost"));
    }

    [Fact]
    public async Task RecoverTable_AfterWritesOnTheStaleLeader_DropsThem()
    {
        await _table.PutManyAsync(Old, 3);
        await _table.WaitOffsetAsync(Next, 3);
        await _table.WaitOffsetAsync(Third, 3);
        await _table.ChangeLeaderAsync(Next);
        await _cluster.WaitOpsAsync();
        await _table.PutAsync(Old, "lost");
        await _table.PutAsync(Next, "kept");

        TestCluster.AssertOk(await _table.RecoverAsync(Old));
        var ops = await _cluster.WaitOpsAsync();

        Assert.Contains(ops, op => (string)op["op_type"]! == "kReAddReplicaWithDropOP" && (string)op["status"]! == "kDone");
        await TestCluster.WaitAsync("old follows", () => _table.HasAsync(Old, "kept"));
        Assert.False(await _table.HasAsync(Old, "lost"));
        Assert.Equal("kTableFollower", (string)(await _table.StatusAsync(Old))!["mode"]!);
        Assert.Equal(103, TestCluster.Code(await _table.PutAsync(Old, "x")));
    }

    [Fact]
    public async Task RecoverTable_StaleLeaderEndsWhereTheNewTermBegins_IsCatchUpOnlyBehindItsParent()
    {
        await _table.PutManyAsync(Old, 5);
        await _table.WaitOffsetAsync(Next, 5);
        await _table.WaitOffsetAsync(Third, 5);
        await _table.ChangeLeaderAsync(Next);
        await _cluster.WaitOpsAsync();
        await _table.PutManyAsync(Next, 5, "later");

        TestCluster.AssertOk(await _table.RecoverAsync(Old));
        var ops = await _cluster.WaitOpsAsync();

        Assert.Equal(["kChangeLeaderOP", "kRecoverTableOP", "kReAddReplicaSimplifyOP"], ops.Select(op => (string)op["op_type"]!));
        Assert.All(ops, op => Assert.Equal("kDone", (string)op["status"]!));
        Assert.All(ops, op => Assert.Equal("-", (string)op["task_type"]!));
        await _table.WaitOffsetAsync(Old, 10);
        var replica = await _table.ReplicaAsync(Old);
        Assert.True((bool)replica!["is_alive"]!);
        Assert.False((bool)replica["is_leader"]!);
    }

    [Fact]
    public async Task RecoverTable_FollowerUnderANewTermWithoutRecordsOfIt_StillMatches()
    {
        await _table.PutManyAsync(Old, 5);
        await _table.WaitOffsetAsync(Next, 5);
        await _table.WaitOffsetAsync(Third, 5);
        await _table.ChangeLeaderAsync(Next);
        await _cluster.WaitOpsAsync();
        await TestCluster.WaitAsync("the third knows the new term", async () => (ulong)(await _cluster.TabletAsync(
            Third, "GetTermPair", new { tid = _table.Tid, pid = 0 }))["term"]! == 3);
        TestCluster.AssertOk(await _table.SetAliveAsync(Third, false));

        TestCluster.AssertOk(await _table.RecoverAsync(Third));
        var ops = await _cluster.WaitOpsAsync();

        Assert.Equal(("kReAddReplicaSimplifyOP", "kDone"), ((string)ops[^1]["op_type"]!, (string)ops[^1]["status"]!));
    }

    [Fact]
    public async Task ChangeLeader_ExplicitLaggingCandidate_IsTakenAndTheTailIsLost()
    {
        await _table.PutManyAsync(Old, 1);
        await _table.WaitOffsetAsync(Next, 1);
        await _table.WaitOffsetAsync(Third, 1);
        _cluster.Tablets[0].Faults.Add(new Fault("stuck", FaultKind.ReplicationStuck, Next));
        await _table.PutManyAsync(Old, 9, "tail");
        await _table.WaitOffsetAsync(Third, 10);

        TestCluster.AssertOk(await _table.ChangeLeaderAsync(Next));
        var ops = await _cluster.WaitOpsAsync();

        Assert.Equal("kDone", (string)ops[^1]["status"]!);
        Assert.Equal(Next, await _table.LeaderAsync());
        Assert.Equal(1UL, await _table.OffsetAsync(Next));
        var newest = (await _table.PartitionAsync())["term_offset"]!.AsArray()[^1]!;
        Assert.Equal(11UL, (ulong)newest["offset"]!);
    }

    [Fact]
    public async Task ChangeLeader_OneFollowerDoesNotAnswer_FailsWithTheOthersTermRaised()
    {
        await _table.PutManyAsync(Old, 2);
        await _table.WaitOffsetAsync(Next, 2);
        await _table.WaitOffsetAsync(Third, 2);
        var silent = string.CompareOrdinal(Next, Third) < 0 ? Third : Next;
        var other = silent == Third ? Next : Third;
        _cluster.Tablets.Single(each => each.Endpoint == silent).Faults.Add(new Fault("lost", FaultKind.RequestLost, "AppendEntries"));

        TestCluster.AssertOk(await _table.ChangeLeaderAsync(Next));
        var ops = await _cluster.WaitOpsAsync();

        Assert.Equal("kFailed", (string)ops[^1]["status"]!);
        Assert.Equal("kSelectLeader", (string)ops[^1]["task_type"]!);
        Assert.Equal(Old, await _table.LeaderAsync());
        if (other == Next)
        {
            TestCluster.AssertOk(await _table.PutAsync(Old, "more"));
            await TestCluster.WaitAsync("the raised follower refuses the old leader", () => LogOf(other).Contains("leader id not match", StringComparison.Ordinal));
            Assert.Equal(2UL, await _table.OffsetAsync(other));
        }
    }

    [Fact]
    public async Task ChangeLeader_OnlyUnhealthyFollowers_AnswersZeroAndMakesNoOp()
    {
        foreach (var tablet in _cluster.Tablets.Skip(1))
        {
            await tablet.KillAsync();
            tablet.Session!.Expire();
        }

        await TestCluster.WaitAsync("followers offline", async () => (await _cluster.NsAsync("ShowTablet"))["tablets"]!.AsArray()
            .Count(each => (string)each!["state"]! == "kOffline") == 2);

        TestCluster.AssertOk(await _table.ChangeLeaderAsync("auto"));

        Assert.Empty(await _cluster.OpsAsync());
    }

    [Fact]
    public async Task FencedMove_WithWritesUntilTheFence_LosesNothing()
    {
        await _table.PutManyAsync(Old, 20);
        TestCluster.AssertOk(await _table.SetAliveAsync(Old, false));
        await _table.WaitOffsetAsync(Next, 20);
        TestCluster.AssertOk(await _cluster.TabletAsync(Old, "ChangeRole", new { tid = _table.Tid, pid = 0, mode = "kTableFollower" }));
        Assert.Equal(103, TestCluster.Code(await _table.PutAsync(Old, "refused")));
        Assert.Equal(await _table.OffsetAsync(Old), await _table.OffsetAsync(Next));

        TestCluster.AssertOk(await _table.ChangeLeaderAsync(Next));
        await TestCluster.WaitAsync("next leads", async () => await _table.LeaderAsync() == Next);
        TestCluster.AssertOk(await _table.RecoverAsync(Old));
        var ops = await _cluster.WaitOpsAsync();

        Assert.DoesNotContain(ops, op => (string)op["op_type"]! == "kReAddReplicaWithDropOP");
        TestCluster.AssertOk(await _table.PutAsync(Next, "new"));
        await TestCluster.WaitAsync("old follows", () => _table.HasAsync(Old, "new"));
        Assert.True(await _table.HasAsync(Next, "k19"));
    }

    private string LogOf(string endpoint)
    {
        using var file = new FileStream(
            Path.Combine(_cluster.Tablets.Single(each => each.Endpoint == endpoint).Root, "logs", "tablet.WARNING"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
