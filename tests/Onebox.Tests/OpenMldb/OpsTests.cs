using Nightshift.Onebox.Faults;

namespace Nightshift.Onebox.Tests.OpenMldb;

public sealed class OpsTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;
    private TestTable _table = null!;

    private TestNode Nameserver => _cluster.Nameservers[0];

    private string Leader => _cluster.Tablets[0].Endpoint;

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(nameservers: 2);
        _table = await _cluster.CreateTableAsync("tx", 4, 2, _cluster.Tablets[0], _cluster.Tablets[1]);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Ops_OfOneList_RunOneAfterTheOtherAndAddReplicaIsAlwaysInListZero()
    {
        Nameserver.Faults.Add(new Fault("hang", FaultKind.OpHang, "kSelectLeader", Count: 1));
        await _table.ChangeLeaderAsync("auto", pid: 0);
        await WaitStatusAsync(0, "kDoing");
        await _table.ChangeLeaderAsync("auto", pid: 2);
        await _table.ChangeLeaderAsync("auto", pid: 1);
        await _cluster.NsAsync("AddReplicaNS", new { name = "tx", pid = 3, endpoint = _cluster.Tablets[2].Endpoint, db = "bank" });
        await WaitStatusAsync(2, "kDone");

        var stuck = await _cluster.OpsAsync();
        Assert.Equal(["kDoing", "kInited", "kDone", "kInited"], stuck.Select(op => (string)op["status"]!));
        Assert.Equal([1UL, 2UL, 3UL, 4UL], stuck.Select(op => (ulong)op["op_id"]!));

        TestCluster.AssertOk(await _cluster.NsAsync("CancelOP", new { op_id = 1 }));
        var ended = await _cluster.WaitOpsAsync();
        Assert.Equal(["kCanceled", "kDone", "kDone", "kDone"], ended.Select(op => (string)op["status"]!));
    }

    [Fact]
    public async Task ChildOp_OfARecovery_RunsBeforeWhatWasQueuedBehindItsParent()
    {
        await _table.ChangeLeaderAsync("auto", pid: 0);
        await _table.ChangeLeaderAsync("auto", pid: 2);
        await _cluster.WaitOpsAsync();
        Nameserver.Faults.Add(new Fault("hang", FaultKind.OpHang, "kReAddReplicaSimplifyOP"));
        Nameserver.Faults.Add(new Fault("first", FaultKind.OpHang, "kMakeSnapshotOP", Count: 1));
        await _cluster.NsAsync("MakeSnapshotNS", new { name = "tx", pid = 0, db = "bank" });
        await WaitStatusAsync(2, "kDoing");
        TestCluster.AssertOk(await _table.RecoverAsync(Leader, pid: 0));
        TestCluster.AssertOk(await _table.RecoverAsync(Leader, pid: 2));

        TestCluster.AssertOk(await _cluster.NsAsync("CancelOP", new { op_id = 3 }));

        await TestCluster.WaitAsync("the child runs", async () => (await _cluster.OpsAsync()).Any(op =>
            (string)op["op_type"]! == "kReAddReplicaSimplifyOP" && (string)op["status"]! == "kDoing"));
        var second = (await _cluster.OpsAsync()).Single(op => (ulong)op["op_id"]! == 5);
        Assert.Equal(("kRecoverTableOP", "kInited"), ((string)second["op_type"]!, (string)second["status"]!));
    }

    [Fact]
    public async Task Op_WhileAHealthyTabletDoesNotForget_StaysDoing()
    {
        var deaf = _cluster.Tablets[2];
        deaf.Faults.Add(new Fault("deaf", FaultKind.RequestLost, "DeleteOPTask"));
        await _table.ChangeLeaderAsync("auto");
        await TestCluster.WaitAsync("all tasks done", async () => (string)(await _cluster.OpsAsync())[0]["task_type"]! == "-");

        Assert.Equal("kDoing", (string)(await _cluster.OpsAsync())[0]["status"]!);

        deaf.Faults.Clear();
        Assert.Equal("kDone", (string)(await _cluster.WaitOpsAsync())[0]["status"]!);
    }

    [Fact]
    public async Task AddReplica_CancelledAfterThePause_LeavesTheLeaderPaused()
    {
        Nameserver.Faults.Add(new Fault("hang", FaultKind.OpHang, "kLoadTable", Count: 1));
        await _cluster.NsAsync("AddReplicaNS", new { name = "tx", pid = 0, endpoint = _cluster.Tablets[2].Endpoint, db = "bank" });
        await TestCluster.WaitAsync("hangs at kLoadTable", async () => (string)(await _cluster.OpsAsync())[0]["task_type"]! == "kLoadTable");
        Assert.Equal("kSnapshotPaused", (string)(await _table.StatusAsync(Leader))!["state"]!);

        TestCluster.AssertOk(await _cluster.NsAsync("CancelOP", new { op_id = 1 }));
        await _cluster.WaitOpsAsync();

        Assert.Equal("kSnapshotPaused", (string)(await _table.StatusAsync(Leader))!["state"]!);
        Assert.Equal(105, TestCluster.Code(await _cluster.TabletAsync(Leader, "MakeSnapshot", new { tid = _table.Tid, pid = 0 })));
        TestCluster.AssertOk(await _cluster.TabletAsync(Leader, "RecoverSnapshot", new { tid = _table.Tid, pid = 0 }));
        Assert.Equal("kTableNormal", (string)(await _table.StatusAsync(Leader))!["state"]!);
    }

    [Fact]
    public async Task Task_ThatItsRestartedTabletForgot_FailsAfterSomePolls()
    {
        var target = _cluster.Tablets[2];
        target.Faults.Add(new Fault("slow", FaultKind.LoadSlow, DelayMs: 60000));
        await _cluster.NsAsync("AddReplicaNS", new { name = "tx", pid = 0, endpoint = target.Endpoint, db = "bank" });
        await TestCluster.WaitAsync("loading", async () => (string?)(await _table.StatusAsync(target.Endpoint))?["state"] == "kTableLoading");
        Assert.Equal(104, TestCluster.Code(await _cluster.TabletAsync(target.Endpoint, "Get", new { tid = _table.Tid, pid = 0, key = "k" })));
        await target.KillAsync();
        target.Session!.Expire();
        target.Start();

        var ops = await _cluster.WaitOpsAsync();

        Assert.Equal(("kFailed", "kLoadTable"), ((string)ops[0]["status"]!, (string)ops[0]["task_type"]!));
    }

    [Fact]
    public async Task AddReplica_SmallTable_EndsAliveAndDelReplicaTakesItAway()
    {
        await _table.PutManyAsync(Leader, 6);
        var third = _cluster.Tablets[2].Endpoint;
        TestCluster.AssertOk(await _cluster.NsAsync("AddReplicaNS", new { name = "tx", pid = 0, endpoint = third, db = "bank" }));
        var ops = await _cluster.WaitOpsAsync();
        Assert.Equal("kDone", (string)ops[^1]["status"]!);
        Assert.True((bool)(await _table.ReplicaAsync(third))!["is_alive"]!);
        await _table.WaitOffsetAsync(third, 6);

        TestCluster.AssertOk(await _cluster.NsAsync("DelReplicaNS", new { name = "tx", pid = 0, endpoint = third, db = "bank" }));
        await _cluster.WaitOpsAsync();

        Assert.Null(await _table.ReplicaAsync(third));
        await TestCluster.WaitAsync("dropped", async () => await _table.StatusAsync(third) is null);
    }

    [Fact]
    public async Task Migrate_Follower_MovesItAndOntoItselfFailsAtSending()
    {
        var (from, to) = (_cluster.Tablets[1].Endpoint, _cluster.Tablets[2].Endpoint);
        await _table.PutManyAsync(Leader, 6);
        TestCluster.AssertOk(await _cluster.NsAsync(
            "Migrate", new { name = "tx", pid = new[] { 0 }, src_endpoint = from, des_endpoint = to, db = "bank" }));
        var ops = await _cluster.WaitOpsAsync();
        Assert.Equal(("kMigrateOP", "kDone"), ((string)ops[^1]["op_type"]!, (string)ops[^1]["status"]!));
        Assert.Null(await _table.ReplicaAsync(from));
        await _table.WaitOffsetAsync(to, 6);

        TestCluster.AssertOk(await _cluster.NsAsync(
            "Migrate", new { name = "tx", pid = new[] { 0 }, src_endpoint = to, des_endpoint = to, db = "bank" }));
        ops = await _cluster.WaitOpsAsync();
        Assert.Equal(("kFailed", "kSendSnapshot"), ((string)ops[^1]["status"]!, (string)ops[^1]["task_type"]!));
    }

    [Fact]
    public async Task History_AfterALeaderChange_KeepsOnlyFailedOps()
    {
        await _table.ChangeLeaderAsync("auto", pid: 0);
        await _cluster.WaitOpsAsync();
        Nameserver.Faults.Add(new Fault("fail", FaultKind.OpFail, "kChangeLeaderOP", Count: 1));
        await _table.ChangeLeaderAsync("auto", pid: 1);
        await _cluster.WaitOpsAsync();

        await FailOverAsync();

        var ops = await OpsOfStandbyAsync();
        Assert.Equal((2UL, "kFailed", "kSelectLeader"), ops.Select(op => ((ulong)op["op_id"]!, (string)op["status"]!, (string)op["task_type"]!)).Single());
    }

    [Fact]
    public async Task Op_UnderWayAtALeaderChange_IsResumedOrStuckByItsTask()
    {
        Nameserver.Faults.Add(new Fault("hang select", FaultKind.OpHang, "kSelectLeader", Count: 1));
        await _table.ChangeLeaderAsync("auto", pid: 0);
        await WaitStatusAsync(0, "kDoing");
        Nameserver.Faults.Add(new Fault("hang change", FaultKind.OpHang, "kChangeLeader"));
        await _table.ChangeLeaderAsync("auto", pid: 1);
        await TestCluster.WaitAsync("second hangs", async () => (string)(await _cluster.OpsAsync())[1]["task_type"]! == "kChangeLeader");

        await FailOverAsync();

        await TestCluster.WaitAsync("first ends", async () => (await OpsOfStandbyAsync()).Any(op => (ulong)op["op_id"]! == 1 && (string)op["status"]! == "kDone"));
        var stuck = (await OpsOfStandbyAsync()).Single(op => (ulong)op["op_id"]! == 2);
        Assert.Equal(("kDoing", "kChangeLeader"), ((string)stuck["status"]!, (string)stuck["task_type"]!));
        TestCluster.AssertOk(await _cluster.CallAsync(_cluster.Nameservers[1].Endpoint, "NameServer", "CancelOP", new { op_id = 2 }));
        await TestCluster.WaitAsync("cancelled", async () => (await OpsOfStandbyAsync()).All(op => (string)op["status"]! is "kDone" or "kCanceled"));
    }

    [Fact]
    public async Task DeleteOP_Failed_RemovesItAlsoFromZooKeeper()
    {
        Nameserver.Faults.Add(new Fault("fail", FaultKind.OpFail, "kSelectLeader", Count: 1));
        await _table.ChangeLeaderAsync("auto");
        await _cluster.WaitOpsAsync();
        Assert.NotNull(_cluster.Ensemble.Text("/openmldb/op/op_data/1"));

        TestCluster.AssertOk(await _cluster.NsAsync("DeleteOP", new { db = "bank", status = "kFailed" }));

        Assert.Empty(await _cluster.OpsAsync());
        Assert.Null(_cluster.Ensemble.Text("/openmldb/op/op_data/1"));
        Assert.Equal("1", _cluster.Ensemble.Text("/openmldb/op/op_index"));
    }

    private Task WaitStatusAsync(int index, string status)
        => TestCluster.WaitAsync($"op {index} is {status}", async () => (string)(await _cluster.OpsAsync())[index]["status"]! == status);

    private async Task FailOverAsync()
    {
        await Nameserver.KillAsync();
        Nameserver.Session!.Expire();
        await _cluster.WaitServingAsync(_cluster.Nameservers[1]);
    }

    private async Task<System.Text.Json.Nodes.JsonNode[]> OpsOfStandbyAsync()
        => [.. ((await _cluster.CallAsync(_cluster.Nameservers[1].Endpoint, "NameServer", "ShowOPStatus"))["op_status"]?.AsArray() ?? []).Select(op => op!)];
}
