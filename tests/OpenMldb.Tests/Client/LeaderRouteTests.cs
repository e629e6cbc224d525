using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Tests.Support;

namespace Nightshift.OpenMldb.Tests.Client;

public sealed class LeaderRouteTests : IAsyncLifetime
{
    private readonly Rig _rig = Rig.Create();
    private FakeServer _first = null!;
    private FakeServer _second = null!;

    public Task InitializeAsync()
    {
        (_first, _second) = (_rig.Add(), _rig.Add());
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task Command_TwoServersAnswerCodeZero_GoesToTheSmallestLock()
    {
        _first.On("ChangeLeader", Sample.Ok).On("ShowDatabase", """{"code":0,"db":["old"]}""");
        _second.On("ChangeLeader", Sample.Ok);
        _rig.Directory.Leader = _ => _first.Endpoint;
        await _rig.Nameserver.ShowDatabase(default);
        _rig.Directory.Leader = _ => _second.Endpoint;
        await _rig.Nameserver.ChangeLeader(Sample.Tx, null, default);
        Assert.Equal((0, 1), (_first.Count("ChangeLeader"), _second.Count("ChangeLeader")));
    }

    [Fact]
    public async Task Command_300WhileTheNewLeaderRecovers_IsSentUntilTaken()
    {
        _rig.Directory.Leader = _ => _first.Endpoint;
        _first.On("RecoverTable", FakeReply.Json(Sample.NotLeader), FakeReply.Json(Sample.NotLeader), FakeReply.Json(Sample.Ok));
        await _rig.Nameserver.RecoverTable(Sample.Tx, Rig.At("a:1"), default);
        Assert.Equal(3, _first.Count("RecoverTable"));
        Assert.True(_rig.Directory.LeaderReads >= 3);
    }

    [Fact]
    public async Task Command_LeaderDied_FollowsToTheNewOne()
    {
        await _first.DisposeAsync();
        _rig.Directory.Leader = read => read <= 2 ? _first.Endpoint : _second.Endpoint;
        _second.On("ConfSet", Sample.Ok);
        await _rig.Nameserver.ConfSet("auto_failover", "false", default);
        Assert.Equal("""{"conf":{"key":"auto_failover","value":"false"}}""", _second.Requests.Single().Body);
    }

    [Fact]
    public async Task Command_ReplyLostMidCall_IsNotSentToTheNewLeader()
    {
        _rig.Directory.Leader = read => read == 1 ? _first.Endpoint : _second.Endpoint;
        _first.On("Migrate", _ => FakeReply.Silence);
        _second.On("Migrate", Sample.Ok);
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => _rig.Nameserver.Migrate(Sample.Tx, Rig.At("a:1"), Rig.At("b:1"), default));
        Assert.Equal((1, 0), (_first.Count("Migrate"), _second.Count("Migrate")));
    }

    [Fact]
    public async Task Read_ReplyLostMidCall_IsAskedOfTheNewLeader()
    {
        _rig.Directory.Leader = read => read == 1 ? _first.Endpoint : _second.Endpoint;
        _first.On("ShowOPStatus", _ => FakeReply.Silence);
        _second.On("ShowOPStatus", Sample.ShowOpStatus);
        Assert.Equal(2, (await _rig.Nameserver.ShowOpStatus(OpFilter.All, default)).Length);
    }

    [Fact]
    public async Task Refusal_301_IsFinal()
    {
        _rig.Directory.Leader = _ => _first.Endpoint;
        _first.On("ChangeLeader", Sample.FailoverOn);
        await Assert.ThrowsAsync<RefusedByClusterException>(() => _rig.Nameserver.ChangeLeader(Sample.Tx, null, default));
        Assert.Equal(1, _first.Count("ChangeLeader"));
    }

    [Fact]
    public async Task NobodyLeads_UntilTheDeadline_IsNotSent()
    {
        await using var rig = new Rig { Options = new OpenMldbClientOptions { LeaderDeadline = TimeSpan.FromSeconds(1) } };
        var error = await Assert.ThrowsAsync<NodeUnreachableException>(() => rig.Nameserver.ChangeLeader(Sample.Tx, null, default));
        Assert.Equal(Delivery.NotSent, error.Delivery);
        Assert.Contains("none is registered", error.Message, StringComparison.Ordinal);
        Assert.True(rig.Directory.LeaderReads > 1);
    }

    [Fact]
    public async Task ChangeLeader_Candidate_IsNamedOrAuto()
    {
        _rig.Directory.Leader = _ => _first.Endpoint;
        _first.On("ChangeLeader", Sample.Ok);
        await _rig.Nameserver.ChangeLeader(Sample.Tx, Endpoint.Parse("10.0.0.12:10921"), default);
        await _rig.Nameserver.ChangeLeader(Sample.Tx, null, default);
        Assert.Equal(
            [
                """{"name":"tx","pid":0,"candidate_leader":"10.0.0.12:10921","db":"bank"}""",
                """{"name":"tx","pid":0,"candidate_leader":"auto","db":"bank"}""",
            ],
            _first.Requests.Select(r => r.Body));
    }

    [Fact]
    public async Task Commands_Bodies_AreAsTheServerReadsThem()
    {
        _rig.Directory.Leader = _ => _first.Endpoint;
        var tablet = Rig.At("10.0.0.12:10921");
        foreach (var method in new[] { "AddReplicaNS", "DelReplicaNS", "Migrate", "RecoverEndpoint", "OfflineEndpoint", "UpdateTableAliveStatus", "MakeSnapshotNS", "CancelOP", "DeleteOP", "SetTablePartition" })
            _first.On(method, Sample.Ok);
        await _rig.Nameserver.AddReplica(Sample.Tx, tablet, default);
        await _rig.Nameserver.DelReplica(Sample.Tx, tablet, default);
        await _rig.Nameserver.Migrate(Sample.Tx, tablet, Rig.At("b:1"), default);
        await _rig.Nameserver.RecoverEndpoint(tablet, false, 2, default);
        await _rig.Nameserver.OfflineEndpoint(tablet, null, default);
        await _rig.Nameserver.UpdateTableAliveStatus(Sample.Tx, tablet, false, default);
        await _rig.Nameserver.UpdateTableAliveStatus(Sample.Tx.TableId, tablet, true, default);
        await _rig.Nameserver.MakeSnapshot(Sample.Tx, null, default);
        await _rig.Nameserver.CancelOp(32, default);
        await _rig.Nameserver.DeleteOps("bank", OpStatus.Failed, default);
        await _rig.Nameserver.SetTablePartition(Sample.Tx.TableId, new TablePartition(0, [new Replica(tablet, true, true, 5)], [new TermOffset(1, 0)]), default);
        Assert.Equal(
            [
                """{"name":"tx","pid":0,"endpoint":"10.0.0.12:10921","db":"bank"}""",
                """{"name":"tx","pid":0,"endpoint":"10.0.0.12:10921","db":"bank"}""",
                """{"src_endpoint":"10.0.0.12:10921","name":"tx","pid":[0],"des_endpoint":"b:1","db":"bank"}""",
                """{"endpoint":"10.0.0.12:10921","need_restore":false,"concurrency":2}""",
                """{"endpoint":"10.0.0.12:10921"}""",
                """{"name":"tx","endpoint":"10.0.0.12:10921","pid":0,"is_alive":false,"db":"bank"}""",
                """{"name":"tx","endpoint":"10.0.0.12:10921","is_alive":true,"db":"bank"}""",
                """{"name":"tx","pid":0,"db":"bank"}""",
                """{"op_id":32}""",
                """{"db":"bank","status":"kFailed"}""",
                """{"name":"tx","table_partition":{"pid":0,"partition_meta":[{"endpoint":"10.0.0.12:10921","is_leader":true,"is_alive":true,"offset":5,"tablet_has_partition":true}],"term_offset":[{"term":1,"offset":0}]},"db":"bank"}""",
            ],
            _first.Requests.Select(r => r.Body));
    }
}
