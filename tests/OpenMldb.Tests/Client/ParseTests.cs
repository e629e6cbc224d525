using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Tests.Support;

namespace Nightshift.OpenMldb.Tests.Client;

/// <summary>The samples of real answers, read through the whole stack.</summary>
public sealed class ParseTests : IAsyncLifetime
{
    private readonly Rig _rig = Rig.Create();
    private FakeServer _server = null!;

    public Task InitializeAsync()
    {
        _server = _rig.AddLeader();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task ShowTablet_Sample_ReadsStateAndAge()
    {
        _server.On("ShowTablet", Sample.ShowTablet);
        var tablets = await _rig.Nameserver.ShowTablet(default);
        Assert.Equal(
            [
                new TabletStatus(Rig.At("10.0.0.11:10921"), TabletState.Healthy, TimeSpan.FromMilliseconds(86400123), null),
                new TabletStatus(Rig.At("10.0.0.12:10921"), TabletState.Offline, TimeSpan.FromMilliseconds(5120), null),
            ],
            tablets.ToArray());
    }

    [Fact]
    public async Task ShowTablet_UseNameAndNewState_KeepsNameAndIsNotHealthy()
    {
        _server.On("ShowTablet", """{"tablets":[{"endpoint":"t1","state":"kDraining","age":1,"real_endpoint":"10.0.0.1:1"},{"endpoint":"t2","state":1,"real_endpoint":"-"}],"code":0}""");
        var tablets = await _rig.Nameserver.ShowTablet(default);
        Assert.Equal((TabletState.Unknown, Rig.At("10.0.0.1:1")), (tablets[0].State, tablets[0].RealEndpoint!.Value));
        Assert.Null(tablets[1].RealEndpoint);
    }

    [Fact]
    public async Task ShowTable_Sample_ReadsEverything()
    {
        _server.On("ShowTable", Sample.ShowTable);
        var table = Assert.Single(await _rig.Nameserver.ShowAllTables(default));
        Assert.Equal(new TableId("bank", "tx"), table.Id);
        Assert.Equal((12u, 1u, 2u, 8u, StorageMode.Memory), (table.Tid, table.PartitionCount, table.ReplicaCount, table.SegmentCount, table.StorageMode));
        Assert.Equal(["k", "v", "ts"], table.Columns.Select(c => c.Name));
        Assert.Equal("ts", Assert.Single(table.Indexes).TimestampColumn);
        var partition = Assert.Single(table.Partitions);
        Assert.Equal(7ul, partition.LastTerm);
        Assert.Equal(Rig.At("10.0.0.11:10921"), partition.EffectiveLeader!.Value.Endpoint);
        Assert.Equal(new Replica(Rig.At("10.0.0.12:10921"), false, true, 4710, 4710, 301440), partition.Replicas[1]);
        Assert.Equal("""{"show_all":true}""", _server.Requests.Single().Body);
    }

    [Fact]
    public async Task ShowTable_FreshReplicaAndBigNumbers_DefaultsApply()
    {
        _server.On("ShowTable", """
            {"table_info":[{"name":"t","table_partition":[{"pid":3,"partition_meta":[{"endpoint":"a:1","is_leader":true},
            {"endpoint":"b:1","is_leader":false,"is_alive":false,"offset":18446744073709551614,"record_cnt":"9007199254740993","alias":"x"}]}],"tid":4}],"code":0}
            """);
        var table = Assert.Single(await _rig.Nameserver.ShowAllTables(default));
        Assert.Equal(("", StorageMode.Memory, 8u), (table.Db, table.StorageMode, table.SegmentCount));
        var (fresh, other) = (table.Partitions[0].Replicas[0], table.Partitions[0].Replicas[1]);
        Assert.Equal((true, true, null, null), (fresh.IsAlive, fresh.TabletHasPartition, fresh.Offset, fresh.Records));
        Assert.Equal((false, 18446744073709551614ul, 9007199254740993ul), (other.IsAlive, other.Offset!.Value, other.Records!.Value));
    }

    [Fact]
    public async Task EffectiveLeader_TwoFlagsOneAlive_IsTheAliveOne()
    {
        _server.On("GetTablePartition", """
            {"code":0,"msg":"ok","table_partition":{"pid":0,"partition_meta":[{"endpoint":"old:1","is_leader":true,"is_alive":false},{"endpoint":"new:1","is_leader":true,"is_alive":true}]}}
            """);
        var partition = await _rig.Nameserver.GetTablePartition(Sample.Tx, default);
        Assert.Equal(Rig.At("new:1"), partition!.EffectiveLeader!.Value.Endpoint);
    }

    [Fact]
    public void EffectiveLeader_NoneOrTwo_IsNull()
    {
        var a = new Replica(Rig.At("a:1"), true);
        Assert.Null(new TablePartition(0, [a, new Replica(Rig.At("b:1"), true)], []).EffectiveLeader);
        Assert.Null(new TablePartition(0, [new Replica(Rig.At("b:1"), true, false)], []).EffectiveLeader);
    }

    [Fact]
    public async Task ShowTable_ChineseName_IsSentAndRead()
    {
        _server.On("ShowTable", """{"table_info":[{"name":"交易表","db":"银行","tid":5,"table_partition":[]}],"code":0}""");
        var table = await _rig.Nameserver.ShowTable(new TableId("银行", "交易表"), default);
        Assert.Equal("银行.交易表", table!.Id.ToString());
        var sent = System.Text.Json.JsonDocument.Parse(_server.Requests.Single().Body).RootElement;
        Assert.Equal(("交易表", "银行"), (sent.GetProperty("name").GetString(), sent.GetProperty("db").GetString()));
    }

    [Fact]
    public async Task ShowTable_UnknownTable_IsNull()
    {
        _server.On("ShowTable", """{"code":0,"msg":"ok"}""");
        Assert.Null(await _rig.Nameserver.ShowTable(new TableId("bank", "nope"), default));
    }

    [Fact]
    public async Task ShowOpStatus_Sample_ReadsAndFilters()
    {
        _server.On("ShowOPStatus", Sample.ShowOpStatus);
        var ops = await _rig.Nameserver.ShowOpStatus(OpFilter.All, default);
        Assert.Equal([31ul, 32ul], ops.Select(o => o.Id));
        Assert.Equal((OpType.ChangeLeader, OpStatus.Done, null), (ops[0].Type, ops[0].Status, ops[0].Task));
        Assert.Equal((OpType.RecoverTable, OpStatus.Doing, "kRecoverTable", null), (ops[1].Type, ops[1].Status, ops[1].Task, ops[1].Ended));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000002), ops[1].Started);
        Assert.Equal(32ul, Assert.Single(await _rig.Nameserver.ShowOpStatus(new OpFilter(OpId: 32), default)).Id);
        Assert.Empty(await _rig.Nameserver.ShowOpStatus(new OpFilter(Sample.Tx with { Pid = 1 }), default));
    }

    [Fact]
    public async Task ShowOpStatus_UnknownTypeAndStatus_AreUnknownAndUnfinished()
    {
        _server.On("ShowOPStatus", """{"code":0,"op_status":[{"op_id":1,"op_type":"kNewOP","status":"kPaused","start_time":0,"end_time":0,"task_type":"-"}]}""");
        var op = Assert.Single(await _rig.Nameserver.ShowOpStatus(OpFilter.All, default));
        Assert.Equal((OpType.Unknown, "kNewOP", OpStatus.Unknown, true), (op.Type, op.TypeName, op.Status, op.IsUnfinished));
    }

    [Theory]
    [InlineData("""{"code":0,"msg":"ok","conf":{"auto_failover":"true"}}""")]
    [InlineData("""{"code":0,"msg":"ok","conf":[{"key":"auto_failover","value":"true"}]}""")]
    [InlineData("""{"code":0,"msg":"ok","conf":{"key":"auto_failover","value":"true"}}""")]
    [InlineData("""{"conf":[{"auto_failover":"true"}],"code":0}""")]
    public async Task ConfGet_AnyShape_ReadsTheSetting(string answer)
    {
        _server.On("ConfGet", answer);
        Assert.Equal("true", Assert.Single(await _rig.Nameserver.ConfGet(default)).Value);
    }

    [Theory]
    [InlineData("""{"code":0,"msg":"ok"}""")]
    [InlineData("""{"code":0,"conf":"true"}""")]
    [InlineData("""{"code":0,"conf":{"auto_failover":true}}""")]
    [InlineData("""{"code":0,"conf":[{"key":"auto_failover","value":"true"},{"key":"auto_failover","value":"false"}]}""")]
    [InlineData("""{"conf":{"auto_failover":"true"}}""")]
    [InlineData("""{"code":0,"conf":{"auto_failover":"true"}""")]
    [InlineData("""[]""")]
    [InlineData("""ok""")]
    [InlineData("""null""")]
    [InlineData("")]
    public async Task ConfGet_NotUnderstood_IsAnError(string answer)
    {
        _server.On("ConfGet", answer);
        await Assert.ThrowsAsync<UnintelligibleAnswerException>(() => _rig.Nameserver.ConfGet(default));
    }

    [Theory]
    [InlineData("""{"table_info":[{"name":"t","tid":1,"table_partition":[{"partition_meta":[]}]}],"code":0}""")]
    [InlineData("""{"table_info":[{"name":"t","tid":1,"table_partition":[{"pid":0,"partition_meta":[{"endpoint":"a:1"}]}]}],"code":0}""")]
    [InlineData("""{"table_info":[{"name":"t","tid":1,"table_partition":[{"pid":0,"partition_meta":[{"endpoint":"a b","is_leader":true}]}]}],"code":0}""")]
    [InlineData("""{"table_info":[{"name":"t","tid":1,"table_partition":[{"pid":-1,"partition_meta":[]}]}],"code":0}""")]
    [InlineData("""{"table_info":[{"name":"t","table_partition":[]}],"code":0}""")]
    [InlineData("""{"table_info":[{"tid":1}],"code":0}""")]
    public async Task ShowTable_LacksWhatItMustHave_IsAnError(string answer)
    {
        _server.On("ShowTable", answer);
        await Assert.ThrowsAsync<UnintelligibleAnswerException>(() => _rig.Nameserver.ShowAllTables(default));
    }
}
