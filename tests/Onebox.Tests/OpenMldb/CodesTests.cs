using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nightshift.Onebox.Tests.OpenMldb;

/// <summary>The codes that were seen on a running cluster, with auto_failover off.</summary>
public sealed class CodesTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private readonly TestCluster _cluster = shared.Cluster;

    private string Leader => _cluster.Tablets[0].Endpoint;

    private string Follower => _cluster.Tablets[1].Endpoint;

    [Theory]
    [InlineData("ChangeLeader", """{"name":"tx","pid":0,"db":"bank"}""", 309, "leader is alive")]
    [InlineData("ChangeLeader", """{"name":"tx","pid":0,"db":"bank","candidate_leader":"no:1"}""", 305, "create op failed")]
    [InlineData("ChangeLeader", """{"name":"tx","pid":9,"db":"bank","candidate_leader":"auto"}""", 308, "pid does not exist")]
    [InlineData("ChangeLeader", """{"name":"no","pid":0,"db":"bank"}""", 100, "table does not exist")]
    [InlineData("ChangeLeader", """{"name":"one","pid":0,"db":"bank"}""", 134, "no follower")]
    [InlineData("RecoverTable", """{"name":"tx","pid":0,"db":"bank","endpoint":"FOLLOWER"}""", 311, "table is alive, need not recover")]
    [InlineData("RecoverTable", """{"name":"tx","pid":0,"db":"bank","endpoint":"no:1"}""", 302, "endpoint does not exist")]
    [InlineData("RecoverTable", """{"name":"one","pid":0,"db":"bank","endpoint":"FOLLOWER"}""", 308, "pid does not exist")]
    [InlineData("RecoverTable", """{"name":"no","pid":0,"db":"bank","endpoint":"FOLLOWER"}""", 100, "table does not exist")]
    [InlineData("AddReplicaNS", """{"name":"tx","pid":0,"db":"bank","endpoint":"FOLLOWER"}""", 317, "pid 0 is exist in FOLLOWER")]
    [InlineData("AddReplicaNS", """{"name":"tx","pid":0,"db":"bank","endpoint":"no:1"}""", 303, "tablet is not healthy")]
    [InlineData("AddReplicaNS", """{"name":"tx","pid":9,"db":"bank","endpoint":"FOLLOWER"}""", 307, "invalid parameter")]
    [InlineData("DelReplicaNS", """{"name":"tx","pid":0,"db":"bank","endpoint":"LEADER"}""", 102, "can not del leader. pid 0 endpoint LEADER")]
    [InlineData("DelReplicaNS", """{"name":"one","pid":0,"db":"bank","endpoint":"FOLLOWER"}""", 308, "pid 0 is not in FOLLOWER")]
    [InlineData("DelReplicaNS", """{"name":"tx","pid":9,"db":"bank","endpoint":"FOLLOWER"}""", 307, "max pid is greater than partition size")]
    [InlineData("Migrate", """{"name":"tx","pid":[0],"db":"bank","src_endpoint":"LEADER","des_endpoint":"FOLLOWER"}""", 320, "cannot migrate leader. name[tx] pid[0]")]
    [InlineData("Migrate", """{"name":"one","pid":[0],"db":"bank","src_endpoint":"FOLLOWER","des_endpoint":"LEADER"}""", 320, "src_endpoint[FOLLOWER] has not partition[0]. name[one]")]
    [InlineData("Migrate", """{"name":"tx","pid":[0],"db":"bank","src_endpoint":"FOLLOWER","des_endpoint":"LEADER"}""", 320, "partition[0] is already in des_endpoint[LEADER]. name[tx]")]
    [InlineData("Migrate", """{"name":"tx","pid":[0],"db":"bank","src_endpoint":"FOLLOWER","des_endpoint":"no:1"}""", 319, "des_endpoint does not exist or not healthy")]
    [InlineData("Migrate", """{"name":"tx","pid":[0],"db":"bank","src_endpoint":"no:1","des_endpoint":"FOLLOWER"}""", 318, "src_endpoint does not exist or not healthy")]
    [InlineData("UpdateTableAliveStatus", """{"name":"tx","pid":9,"db":"bank","endpoint":"FOLLOWER","is_alive":true}""", 321, "no pid has update")]
    [InlineData("UpdateTableAliveStatus", """{"name":"tx","pid":0,"db":"bank","endpoint":"no:1","is_alive":true}""", 302, "endpoint does not exist")]
    [InlineData("UpdateTableAliveStatus", """{"name":"no","pid":0,"db":"bank","endpoint":"FOLLOWER","is_alive":true}""", 100, "table does not exist")]
    [InlineData("OfflineEndpoint", """{"endpoint":"no:1"}""", 302, "endpoint does not exist")]
    [InlineData("OfflineEndpoint", """{"endpoint":"FOLLOWER","concurrency":9}""", 307, "invalid parameter")]
    [InlineData("RecoverEndpoint", """{"endpoint":"no:1"}""", 302, "endpoint does not exist")]
    [InlineData("RecoverEndpoint", """{"endpoint":"FOLLOWER","concurrency":9}""", 307, "invalid parameter")]
    [InlineData("CancelOP", """{"op_id":999999}""", 312, "op status is not kDoing or kInited")]
    [InlineData("DeleteOP", """{"op_id":999999}""", 136, "op id does not exist")]
    [InlineData("DeleteOP", """{"db":"bank"}""", 307, "cannot delete the Inited OP")]
    [InlineData("DeleteOP", """{"db":"bank","status":"kDoing"}""", 307, "cannot delete the Inited OP")]
    [InlineData("ConfSet", """{"conf":{"key":"other","value":"true"}}""", 307, "invalid parameter")]
    [InlineData("ConfSet", """{"conf":{"key":"auto_failover","value":"maybe"}}""", 307, "invalid parameter")]
    [InlineData("CreateDatabase", """{"db":"bank"}""", 801, "database already exists")]
    [InlineData("DropDatabase", """{"db":"bank"}""", 803, "database not empty")]
    [InlineData("DropDatabase", """{"db":"no"}""", 802, "database not found")]
    [InlineData("CreateTable", """{"table_info":{"name":"tx","db":"bank"}}""", 101, "table already exists")]
    [InlineData("CreateTable", """{"table_info":{"name":"t","db":"no"}}""", 802, "database not found")]
    [InlineData("CreateTable", """{"table_info":{"name":"t","db":"bank"}}""", 307, "check TableMeta failed! no column")]
    [InlineData("MakeSnapshotNS", """{"name":"no","pid":0,"db":"bank"}""", 100, "table does not exist")]
    [InlineData("GetTablePartition", """{"name":"no","pid":0,"db":"bank"}""", 100, "table does not exist")]
    public async Task Nameserver_WrongRequest_AnswersUpstreamsCode(string method, string request, int code, string message)
    {
        var reply = await _cluster.NsAsync(method, JsonNode.Parse(Fill(request)));

        Assert.Equal(code, TestCluster.Code(reply));
        Assert.Equal(Fill(message), (string?)reply["msg"]);
    }

    [Theory]
    [InlineData("LoadTable", """{"table_meta":{"name":"tx","tid":TID,"pid":0,"storage_mode":"kMemory"}}""", 101)]
    [InlineData("LoadTable", """{"table_meta":{"name":"tx","tid":77,"pid":0,"storage_mode":"kMemory"}}""", 131)]
    [InlineData("LoadTable", """{"table_meta":{"tid":77,"pid":0,"storage_mode":"kMemory"}}""", 129)]
    [InlineData("GetTableFollower", """{"tid":77,"pid":0}""", 100)]
    [InlineData("Put", """{"tid":77,"pid":0,"value":"AQ==","time":1,"dimensions":[{"key":"k","idx":0}]}""", 100)]
    [InlineData("Put", """{"tid":TID,"pid":0,"value":"AQ==","time":1,"dimensions":[{"key":"k","idx":5}]}""", 115)]
    [InlineData("Get", """{"tid":TID,"pid":0,"key":"never","idx_name":"INDEX_0"}""", 109)]
    [InlineData("Get", """{"tid":TID,"pid":0,"key":"never","idx_name":"no"}""", 108)]
    [InlineData("Count", """{"tid":TID,"pid":0,"key":"never","idx_name":"no"}""", 108)]
    [InlineData("ChangeRole", """{"tid":TID,"pid":0,"mode":"kTableLeader","term":9}""", 102)]
    [InlineData("MakeSnapshot", """{"tid":77,"pid":0}""", 111)]
    [InlineData("DropTable", """{"tid":77,"pid":0}""", 100)]
    public async Task Tablet_WrongRequest_AnswersUpstreamsCode(string method, string request, int code)
        => Assert.Equal(code, TestCluster.Code(await _cluster.TabletAsync(Leader, method, JsonNode.Parse(Fill(request)))));

    [Fact]
    public async Task Tablet_PutOnFollower_Answers103()
        => Assert.Equal(103, TestCluster.Code(await shared.Table.PutAsync(Follower, "k")));

    [Fact]
    public async Task GetTableFollower_FollowerAndLonelyLeader_Answer103And134WithOffset()
    {
        var follower = await _cluster.TabletAsync(Follower, "GetTableFollower", new { tid = shared.Table.Tid, pid = 0 });
        var lonely = await _cluster.TabletAsync(Leader, "GetTableFollower", new { tid = shared.Single.Tid, pid = 0 });

        Assert.Equal(103, TestCluster.Code(follower));
        Assert.Equal(134, TestCluster.Code(lonely));
        Assert.NotNull(lonely["offset"]);
    }

    [Fact]
    public async Task Shapes_Successes_LeaveOutWhatUpstreamLeavesOut()
    {
        var put = await shared.Single.PutAsync(Leader, "shape");
        var status = await _cluster.TabletAsync(Leader, "GetTableStatus", new { tid = 77 });
        var unknown = await _cluster.NsAsync("ShowTable", new { name = "no", db = "bank" });
        var noPartition = await _cluster.NsAsync("GetTablePartition", new { name = "tx", pid = 9, db = "bank" });

        Assert.Equal("""{"code":0}""", put.ToJsonString());
        Assert.Equal("""{"code":0}""", status.ToJsonString());
        Assert.Equal("""{"code":0,"msg":"ok"}""", unknown.ToJsonString());
        Assert.Equal("""{"code":0,"msg":"ok"}""", noPartition.ToJsonString());
    }

    [Fact]
    public async Task ShowTable_EmptyNameOrInternalDatabase_FollowsUpstreamsFilters()
    {
        Assert.Null((await _cluster.NsAsync("ShowTable", new { name = "", db = "bank" }))["table_info"]);
        Assert.Null((await _cluster.NsAsync("ShowTable", new { db = "" }))["table_info"]);
        Assert.Equal(3, (await _cluster.NsAsync("ShowTable", new { db = "__INTERNAL_DB" }))["table_info"]!.AsArray().Count);
        Assert.Equal(7, (await _cluster.NsAsync("ShowTable", new { show_all = true }))["table_info"]!.AsArray().Count);
        Assert.Equal("""{"code":0,"msg":"ok","db":["bank"]}""", (await _cluster.NsAsync("ShowDatabase")).ToJsonString());
    }

    [Fact]
    public async Task MakeSnapshotNS_BelowThreshold_IsDoneAndWritesNothing()
    {
        TestCluster.AssertOk(await _cluster.NsAsync("MakeSnapshotNS", new { name = "tx", pid = 0, db = "bank" }));
        var ops = await _cluster.WaitOpsAsync();
        var manifest = await _cluster.TabletAsync(Leader, "GetManifest", new { tid = shared.Table.Tid, pid = 0, storage_mode = "kMemory" });

        Assert.Contains(ops, op => (string)op["op_type"]! == "kMakeSnapshotOP" && (string)op["status"]! == "kDone");
        Assert.Equal(0UL, (ulong)manifest["manifest"]!["offset"]!);
    }

    private string Fill(string text) => text
        .Replace("LEADER", Leader, StringComparison.Ordinal)
        .Replace("FOLLOWER", Follower, StringComparison.Ordinal)
        .Replace("TID", JsonSerializer.Serialize(shared.Table.Tid), StringComparison.Ordinal);
}
