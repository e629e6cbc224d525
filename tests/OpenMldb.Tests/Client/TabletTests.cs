using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Tests.Support;

namespace Nightshift.OpenMldb.Tests.Client;

public sealed class TabletTests : IAsyncLifetime
{
    private readonly Rig _rig = Rig.Create();
    private FakeServer _server = null!;
    private ITablet _tablet = null!;

    public Task InitializeAsync()
    {
        _server = _rig.Add();
        _tablet = _rig.TabletOf(_server);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task GetTableStatus_SampleWithoutMsg_Reads()
    {
        _server.On("GetTableStatus", Sample.TableStatus);
        var status = Assert.Single(await _tablet.GetTableStatus(default));
        Assert.Equal((Sample.TxId, TableMode.Leader, TableState.Normal, 4711ul, true), (status.Id, status.Mode, status.State, status.Offset!.Value, status.Serves));
    }

    [Fact]
    public async Task GetTableStatus_Missing_IsNull()
    {
        _server.On("GetTableStatus", """{"code":0}""");
        Assert.Null(await _tablet.GetTableStatus(Sample.TxId, default));
        Assert.Equal("""{"tid":12,"pid":0}""", _server.Requests.Single().Body);
    }

    [Theory]
    [InlineData("\"kTableNormal\"", TableState.Normal, true)]
    [InlineData("\"kMakingSnapshot\"", TableState.MakingSnapshot, true)]
    [InlineData("4", TableState.SnapshotPaused, true)]
    [InlineData("\"kTableUndefined\"", TableState.Undefined, false)]
    [InlineData("\"kTableLoading\"", TableState.Loading, false)]
    [InlineData("\"kTableFrozen\"", TableState.Unknown, false)]
    [InlineData("99", TableState.Unknown, false)]
    public async Task GetTableStatus_State_ByNameOrNumber(string state, TableState expected, bool serves)
    {
        _server.On("GetTableStatus", $$"""{"all_table_status":[{"tid":12,"pid":0,"state":{{state}}}],"code":0}""");
        var status = await _tablet.GetTableStatus(Sample.TxId, default);
        Assert.Equal((expected, serves, TableMode.Unknown), (status!.Value.State, status.Value.Serves, status.Value.Mode));
    }

    [Fact]
    public async Task GetTableFollower_Sample_ReadsLag()
    {
        _server.On("GetTableFollower", """{"code":0,"msg":"ok","offset":4711,"follower_info":[{"endpoint":"10.0.0.12:10921","offset":4700}]}""");
        var followers = await _tablet.GetTableFollower(Sample.TxId, default);
        Assert.Equal((4711ul, 11ul, null), (followers.LeaderOffset, followers.LagOf(Rig.At("10.0.0.12:10921")), followers.LagOf(Rig.At("10.0.0.13:10921"))));
    }

    [Fact]
    public async Task GetTableFollower_NoFollower134_GivesTheOffset()
    {
        _server.On("GetTableFollower", """{"code":134,"msg":"has no follower","offset":9}""");
        var followers = await _tablet.GetTableFollower(Sample.TxId, default);
        Assert.Equal((9ul, 0), (followers.LeaderOffset, followers.Followers.Length));
    }

    [Fact]
    public async Task GetTableFollower_OnFollower103_IsRefused()
    {
        _server.On("GetTableFollower", """{"code":103,"msg":"table is follower"}""");
        var refusal = await Assert.ThrowsAsync<RefusedByClusterException>(() => _tablet.GetTableFollower(Sample.TxId, default));
        Assert.Equal(ReturnCode.TableIsFollower, refusal.Code);
    }

    [Fact]
    public async Task Reads_Samples_AreRead()
    {
        _server.On("GetManifest", """{"code":0,"msg":"ok","manifest":{"offset":4000,"name":"20240101230000.sdb","count":3990,"term":7}}""")
            .On("GetTermPair", """{"code":0,"msg":"ok","term":7,"offset":4711,"has_table":true,"is_leader":true}""")
            .On("Count", """{"code":0,"msg":"ok","count":3}""");
        Assert.Equal(new Manifest(4000, "20240101230000.sdb", 3990, 7), await _tablet.GetManifest(Sample.TxId, StorageMode.Memory, default));
        Assert.Equal(new TermPair(7, 4711, true, true), await _tablet.GetTermPair(Sample.TxId, StorageMode.Memory, default));
        Assert.Equal(3ul, await _tablet.Count(new CountQuery(Sample.TxId, "INDEX_0_1", "k1"), default));
    }

    [Fact]
    public async Task Get_KeyMissing109_IsNull()
    {
        _server.On("Get", """{"code":109,"msg":"key not found"}""");
        Assert.Null(await _tablet.Get(new GetQuery(Sample.TxId, "INDEX_0_1", "k"), default));
    }

    [Fact]
    public async Task PutAndGet_Bytes_AreBase64()
    {
        const string Row = "AQEaAAAAAAcAAAAAAAAAAGjlz4sBAAAYazE=";
        _server.On("Put", """{"code":0}""").On("Get", $$"""{"code":0,"msg":"ok","ts":1700000000000,"value":"{{Row}}"}""");
        var bytes = Convert.FromBase64String(Row);
        await _tablet.Put(new PutRow(Sample.TxId, 1700000000000, bytes, [new RowKey("k1", 0)]), default);
        var row = await _tablet.Get(new GetQuery(Sample.TxId, "INDEX_0_1", "k1", 1700000000000), default);
        Assert.Equal(bytes, row!.Value.ToArray());
        Assert.Equal(
            $$"""{"time":1700000000000,"value":"{{Row}}","tid":12,"pid":0,"dimensions":[{"key":"k1","idx":0}]}""", _server.Requests.First().Body);
    }

    [Fact]
    public async Task LoadTable_Always_SendsModeTermAndStorage()
    {
        _server.On("LoadTable", Sample.Ok);
        await _tablet.LoadTable(new LoadTable(Sample.TxId, "bank", "tx", 8, TableMode.Leader, 7, StorageMode.Memory, []), default);
        Assert.Equal(
            """{"table_meta":{"tid":12,"name":"tx","pid":0,"seg_cnt":8,"replicas":[],"mode":"kTableLeader","term":7,"db":"bank","storage_mode":"kMemory"}}""",
            _server.Requests.Single().Body);
    }

    [Fact]
    public async Task ChangeRole_Follower_SendsNoTerm()
    {
        _server.On("ChangeRole", Sample.Ok);
        await _tablet.ChangeRole(new ChangeRole(Sample.TxId, TableMode.Follower, null, default), default);
        Assert.Equal("""{"tid":12,"pid":0,"mode":"kTableFollower","replicas":[]}""", _server.Requests.Single().Body);
    }

    [Fact]
    public async Task BadArguments_AreNeverSent()
    {
        await Assert.ThrowsAsync<WrongRequestException>(() => _tablet.GetTableStatus(new TidPid(0, 0), default));
        await Assert.ThrowsAsync<WrongRequestException>(() => _rig.Nameserver.ChangeLeader(new PartitionId("db", "", 0), null, default));
        await Assert.ThrowsAsync<WrongRequestException>(() => _rig.Nameserver.RecoverTable(new PartitionId("db", "a\nb", 0), _server.Endpoint, default));
        await Assert.ThrowsAsync<WrongRequestException>(() => _rig.Nameserver.OfflineEndpoint(_server.Endpoint, 9, default));
        await Assert.ThrowsAsync<WrongRequestException>(() => _rig.Nameserver.Migrate(Sample.Tx, _server.Endpoint, _server.Endpoint, default));
        await Assert.ThrowsAsync<WrongRequestException>(() => _rig.Nameserver.DeleteOps(null, OpStatus.Doing, default));
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Pages_HealthAndVersion_AreRead()
    {
        _server.On("health", _ => FakeReply.Text("OK\n")).On("version", _ => FakeReply.Text("0.9.3-c5ffa7529\n"));
        Assert.True(await _rig.Client.Pages.Health(_server.Endpoint, default));
        Assert.Equal("0.9.3-c5ffa7529", await _rig.Client.Pages.Version(_server.Endpoint, default));
    }
}
