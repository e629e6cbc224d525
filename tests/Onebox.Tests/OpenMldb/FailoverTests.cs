namespace Nightshift.Onebox.Tests.OpenMldb;

public sealed class FailoverTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;
    private TestTable _table = null!;
    private TestTable _single = null!;

    private TestNode Victim => _cluster.Tablets[0];

    private string Other => _cluster.Tablets[1].Endpoint;

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync();
        _table = await _cluster.CreateTableAsync("tx", 2, 3, [.. _cluster.Tablets]);
        _single = await _cluster.CreateTableAsync("one", 1, 1, Victim);
        await _table.PutManyAsync(Victim.Endpoint, 5);
        await _single.PutManyAsync(Victim.Endpoint, 3);
        foreach (var tablet in _cluster.Tablets)
        {
            await _table.WaitOffsetAsync(tablet.Endpoint, 5);
        }
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task TabletDies_FailoverOn_LeadersMoveAfterTheHeartbeatTimeout()
    {
        await SetFailoverAsync(true);
        await KillAsync();
        Assert.True((bool)((await _table.ReplicaAsync(Victim.Endpoint))!["is_alive"] ?? true));

        await TestCluster.WaitAsync("leader moved", async () => await _table.LeaderAsync() is { } leader && leader != Victim.Endpoint);
        await _cluster.WaitOpsAsync();

        var replica = await _table.ReplicaAsync(Victim.Endpoint);
        Assert.False((bool)replica!["is_alive"]!);
        Assert.True((bool)replica["is_leader"]!);
        Assert.False((bool)(await _single.ReplicaAsync(Victim.Endpoint))!["is_alive"]!);
        TestCluster.AssertOk(await _table.PutAsync((await _table.LeaderAsync())!, "after"));
    }

    [Fact]
    public async Task TabletReturns_FailoverOn_IsRecoveredAsFollowerEverywhere()
    {
        await SetFailoverAsync(true);
        await KillAsync();
        Victim.Start();
        await WaitStateAsync("kHealthy");
        await TestCluster.WaitAsync("all alive", async () =>
            (bool)((await _table.ReplicaAsync(Victim.Endpoint))!["is_alive"] ?? true)
            && (bool)((await _table.ReplicaAsync(Victim.Endpoint, 1))!["is_alive"] ?? true)
            && await _table.StatusAsync(Victim.Endpoint) is not null
            && await _single.StatusAsync(Victim.Endpoint) is not null);
        var ops = await _cluster.WaitOpsAsync();

        Assert.NotEqual(Victim.Endpoint, await _table.LeaderAsync());
        Assert.Equal("kTableFollower", (string)(await _table.StatusAsync(Victim.Endpoint))!["mode"]!);
        Assert.Equal(Victim.Endpoint, await _single.LeaderAsync());
        Assert.Contains(ops, op => (string)op["op_type"]! == "kChangeLeaderOP");
        Assert.Contains(ops, op => (string)op["op_type"]! == "kReAddReplicaOP");
        Assert.Contains(ops, op => (string)op["op_type"]! == "kReLoadTableOP");
        await _table.WaitOffsetAsync(Victim.Endpoint, 5);
        await _single.WaitOffsetAsync(Victim.Endpoint, 3);
    }

    [Fact]
    public async Task TabletReturns_FailoverOff_StaysEmptyWhileMetadataSaysAlive()
    {
        await TestCluster.WaitAsync("polled", async () => (ulong?)(await _table.ReplicaAsync(Victim.Endpoint))!["offset"] == 5);
        await KillAsync();
        Victim.Start();
        await WaitStateAsync("kHealthy");
        Assert.StartsWith("startup_", _cluster.Ensemble.Text($"/openmldb/nodes/{Victim.Endpoint}"), StringComparison.Ordinal);

        await TestCluster.WaitAsync("tablet_has_partition is false", async () =>
            !(bool)((await _table.ReplicaAsync(Victim.Endpoint))!["tablet_has_partition"] ?? true));

        var replica = await _table.ReplicaAsync(Victim.Endpoint);
        Assert.True((bool)(replica!["is_alive"] ?? true));
        Assert.Equal(5UL, (ulong)replica["offset"]!);
        Assert.Equal(100, TestCluster.Code(await _table.PutAsync(Victim.Endpoint, "x")));
        Assert.Equal(311, TestCluster.Code(await _table.RecoverAsync(Victim.Endpoint)));
        Assert.Empty(await _cluster.OpsAsync());
    }

    [Fact]
    public async Task TabletReturns_ToANameserverStartedMeanwhile_IsTakenForNew()
    {
        await SetFailoverAsync(true);
        await _cluster.Nameservers[0].KillAsync();
        _cluster.Nameservers[0].Session!.Expire();
        await Victim.KillAsync();
        Victim.Session!.Expire();
        _cluster.Nameservers[0].Start();
        await _cluster.WaitServingAsync(_cluster.Nameservers[0]);
        var known = (await _cluster.NsAsync("ShowTablet"))["tablets"]!.AsArray().Select(each => (string)each!["endpoint"]!).ToArray();
        Assert.DoesNotContain(Victim.Endpoint, known);

        Victim.Start();
        await WaitStateAsync("kHealthy");
        await TestCluster.WaitAsync("a few rounds", async () => !(bool)((await _table.ReplicaAsync(Victim.Endpoint))!["tablet_has_partition"] ?? true));

        Assert.Empty(await _cluster.OpsAsync());
        Assert.Equal(Victim.Endpoint, await _table.LeaderAsync());
    }

    [Fact]
    public async Task ShowTablet_Offline_StartsTheAgeAgain()
    {
        var before = await TabletAsync();
        await KillAsync();
        var after = await TabletAsync();

        Assert.True((ulong)after["age"]! < (ulong)before["age"]! + 1000);
        Assert.Equal("kOffline", (string)after["state"]!);
    }

    [Fact]
    public async Task SessionLoss_WithoutARestart_RegistersPlainlyAndTriggersNothing()
    {
        await SetFailoverAsync(true);
        Victim.Session!.Expire();
        await WaitStateAsync("kOffline");
        await WaitStateAsync("kHealthy");

        Assert.Equal(Victim.Endpoint, _cluster.Ensemble.Text($"/openmldb/nodes/{Victim.Endpoint}"));
        Assert.Equal(Victim.Endpoint, await _table.LeaderAsync());
        Assert.Empty(await _cluster.OpsAsync());
    }

    [Fact]
    public async Task OfflineEndpoint_HealthyTablet_MovesLeadersAndRecoverEndpointBringsItBack()
    {
        TestCluster.AssertOk(await _cluster.NsAsync("OfflineEndpoint", new { endpoint = Other }));
        await _cluster.WaitOpsAsync();
        Assert.False((bool)(await _table.ReplicaAsync(Other))!["is_alive"]!);
        Assert.NotNull(await _table.StatusAsync(Other));

        TestCluster.AssertOk(await _cluster.NsAsync("RecoverEndpoint", new { endpoint = Other }));
        var ops = await _cluster.WaitOpsAsync();

        Assert.True((bool)(await _table.ReplicaAsync(Other))!["is_alive"]!);
        Assert.All(ops, op => Assert.Equal("kDone", (string)op["status"]!));
    }

    [Theory]
    [InlineData("ChangeLeader", """{"name":"tx","pid":0}""")]
    [InlineData("OfflineEndpoint", """{"endpoint":"x"}""")]
    [InlineData("RecoverEndpoint", """{"endpoint":"x"}""")]
    [InlineData("RecoverTable", """{"name":"tx","pid":0,"endpoint":"x"}""")]
    [InlineData("Migrate", """{"name":"tx","src_endpoint":"x","des_endpoint":"y"}""")]
    [InlineData("CancelOP", """{"op_id":1}""")]
    [InlineData("SetTablePartition", """{"name":"tx"}""")]
    [InlineData("UpdateTableAliveStatus", """{"name":"tx"}""")]
    public async Task ManualMethod_FailoverOn_Answers301(string method, string request)
    {
        await SetFailoverAsync(true);

        Assert.Equal(301, TestCluster.Code(await _cluster.NsAsync(method, System.Text.Json.Nodes.JsonNode.Parse(request))));
    }

    private async Task SetFailoverAsync(bool on)
        => TestCluster.AssertOk(await _cluster.NsAsync("ConfSet", new { conf = new { key = "auto_failover", value = on ? "True" : "false" } }));

    private async Task KillAsync()
    {
        await Victim.KillAsync();
        Victim.Session!.Expire();
        await WaitStateAsync("kOffline");
    }

    private Task WaitStateAsync(string state) => TestCluster.WaitAsync(state, async () => (string?)(await TryTabletAsync())?["state"] == state);

    private async Task<System.Text.Json.Nodes.JsonNode> TabletAsync() => (await TryTabletAsync())!;

    private async Task<System.Text.Json.Nodes.JsonNode?> TryTabletAsync()
        => (await _cluster.NsAsync("ShowTablet"))["tablets"]!.AsArray().FirstOrDefault(each => (string)each!["endpoint"]! == Victim.Endpoint);
}
