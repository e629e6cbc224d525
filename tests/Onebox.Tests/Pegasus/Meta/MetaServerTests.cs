using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;
using Nightshift.Onebox.Tests.Deployment;

namespace Nightshift.Onebox.Tests.Pegasus.Meta;

/// <summary>Whole meta servers on an embedded ZooKeeper, over their port.</summary>
public sealed class MetaServerTests
{
    [Fact]
    public async Task Standby_RefusesAndNamesTheLeaderInQueryConfigurationAlone()
    {
        await using var cluster = new MetaCluster(2, 0);
        var leader = await cluster.LeaderAsync();
        Assert.Equal(ErrorCode.ForwardToOthers, (await cluster.NodesAsync(cluster.Standby)).Error);
        await Eventually.True("the standby knows the leader", async () => (await cluster.QueryAsync("temp", cluster.Standby)).Partitions.Count == 1);
        var forwarded = await cluster.QueryAsync("temp", cluster.Standby);
        Assert.Equal((ErrorCode.ForwardToOthers, leader.Address), (forwarded.Error, forwarded.Partitions[0].Primary.Ip));
        Assert.Equal(ErrorCode.ObjectNotFound, (await cluster.QueryAsync()).Error);
        Assert.Equal("unknown command 'meta.lb.assign_delay_ms'", await cluster.CommandAsync(cluster.Standby, "meta.lb.assign_delay_ms", "5"));
        Assert.Equal("300000", await cluster.CommandAsync(leader, "meta.lb.assign_delay_ms"));
        Assert.Equal("50", await cluster.CommandAsync(cluster.Standby, "meta.live_percentage"));
        Assert.StartsWith("Pegasus Server 2.5.0 (0123456789) Release, Started at ", await cluster.CommandAsync(cluster.Standby, "server-info"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.4.0", false, "ERR_FORWARD_TO_OTHERS", "ERR_INVALID_PARAMETERS")]
    [InlineData("2.5.0", false, "ERR_INVALID_PARAMETERS", "ERR_INVALID_PARAMETERS")]
    [InlineData("2.6.0", true, "ERR_APP_NOT_EXIST", "ERR_APP_NOT_EXIST")]
    public async Task Propose_UnknownTable_RefusedAsItsVersionDoes(string version, bool master, string byStandby, string byLeader)
    {
        await using var cluster = new MetaCluster(2, 0, master ? WireGeneration.HostPort : WireGeneration.Address, version: version);
        await cluster.LeaderAsync();
        Assert.Equal(byStandby, (await cluster.ProposeAsync(cluster.Standby, new Gpid(7, 0), force: true)).Name);
        Assert.Equal(byLeader, (await cluster.ProposeAsync(new Gpid(7, 0), force: true)).Name);
    }

    [Fact]
    public async Task Propose_QueuedMove_IsDoneByTheRoundAndStepByStep()
    {
        await using var cluster = new MetaCluster(1, 3);
        var app = await cluster.TableAsync();
        var partition = (await cluster.QueryAsync()).Partitions[1];
        var to = partition.Secondaries[1];
        var done = await cluster.ProposeAsync(
            new Gpid(app, 1),
            null,
            new ProposalAction { Target = partition.Primary, Node = partition.Primary, Type = ConfigType.DowngradeToSecondary },
            new ProposalAction { Target = to, Node = to, Type = ConfigType.UpgradeToPrimary });
        Assert.Equal(ErrorCode.Ok, done);
        await Eventually.True("the primary has moved", async () => (await cluster.QueryAsync()).Partitions[1].Primary == to);
        Assert.Equal(partition.Ballot + 2, (await cluster.QueryAsync()).Partitions[1].Ballot);
    }

    [Fact]
    public async Task FlowControlWithLimitNothing_DowngradedSecondaryStaysOutUntilTheLimitIsRaised()
    {
        await using var cluster = new MetaCluster(1, 3, configure: configuration => configuration["meta_server/add_secondary_enable_flow_control"] = "true");
        var app = await cluster.TableAsync();
        var leader = cluster.Leader;
        await cluster.CommandAsync(leader, "meta.lb.add_secondary_max_count_for_one_node", "0");
        var partition = (await cluster.QueryAsync()).Partitions[0];
        var action = new ProposalAction { Target = partition.Primary, Node = partition.Secondaries[0], Type = ConfigType.DowngradeToInactive };
        Assert.Equal(ErrorCode.Ok, await cluster.ProposeAsync(new Gpid(app, 0), force: true, action));
        await Eventually.True("it is out", async () => (await cluster.QueryAsync()).Partitions[0].Secondaries.Count == 1);
        var rounds = leader.Server.Rounds;
        await Eventually.True("three rounds more", () => leader.Server.Rounds > rounds + 3);
        Assert.Single((await cluster.QueryAsync()).Partitions[0].Secondaries);
        Assert.Equal(ErrorCode.InvalidParameters, await cluster.ProposeAsync(new Gpid(app, 0), null, action));
        await cluster.CommandAsync(leader, "meta.lb.add_secondary_max_count_for_one_node", "DEFAULT");
        await cluster.CompleteAsync();
    }

    [Fact]
    public async Task ConfigSync_TellsANodeAllItServes()
    {
        await using var cluster = new MetaCluster(1, 3);
        var app = await cluster.TableAsync();
        var response = await cluster.Replicas[1].SyncAsync(cluster.Leader.Address, new ReplicaInfo { Pid = new Gpid(app, 0) });
        Assert.Equal(4, response!.Partitions.Count);
        Assert.All(response.Partitions, each => Assert.Equal("temp", each.Info.AppName));
        Assert.Null(response.GcReplicas);
    }

    [Fact]
    public async Task DropApp_TableIsGoneForClientsAndListedAsDropped()
    {
        await using var cluster = new MetaCluster(1, 3);
        await cluster.TableAsync();
        await cluster.TableAsync("other", 2);
        var dropped = await cluster.CallAsync<DropAppRequest, DropAppResponse>(RpcNames.DropApp, new DropAppRequest { AppName = "temp" });
        Assert.Equal(ErrorCode.Ok, dropped.Error);
        Assert.Equal(ErrorCode.ObjectNotFound, (await cluster.QueryAsync()).Error);
        var apps = await cluster.CallAsync<ListAppsRequest, ListAppsResponse>(RpcNames.ListApps, new ListAppsRequest());
        Assert.Equal([AppStatus.Dropped, AppStatus.Available], apps.Infos.Select(each => each.Status));
    }

    [Fact]
    public async Task SetMaxReplicaCount_RaisesAndLowersTheReplicasOfATable()
    {
        await using var cluster = new MetaCluster(1, 4);
        await cluster.TableAsync();
        foreach (var count in new[] { 4, 2 })
        {
            var set = await cluster.CallAsync<SetMaxReplicaCountRequest, SetMaxReplicaCountResponse>(
                RpcNames.SetMaxReplicaCount, new SetMaxReplicaCountRequest { AppName = "temp", MaxReplicaCount = count });
            Assert.Equal("ERR_OK", set.Error.Name);
            await Eventually.True($"{count} replicas", async () => (await cluster.QueryAsync()).Partitions.All(each => each.Secondaries.Count == count - 1));
        }
    }

    [Fact]
    public async Task Master_NamesServersInMessagesCommandsAndPages()
    {
        await using var cluster = new MetaCluster(2, 3, WireGeneration.HostPort, "localhost");
        await cluster.TableAsync();
        var leader = cluster.Leader;
        Assert.All((await cluster.NodesAsync()).Infos, each => Assert.StartsWith("localhost:", each.Node.ToString(), StringComparison.Ordinal));
        var info = await cluster.InfoAsync();
        Assert.Equal($"localhost:{leader.Endpoint.Port}", info["primary_meta_server"]);
        Assert.Equal("{\n  \"copy_pri\": 0,\n  \"copy_sec\": 0,\n  \"move_pri\": 0,\n  \"total\": 0\n}", info["balance_operation_count"]);
        Assert.Equal("{\n  \"error\": \"ok\",\n  \"meta.lb.assign_delay_ms\": \"600000\"\n}", await cluster.CommandAsync(leader, "meta.lb.assign_delay_ms"));
        await Eventually.True("the standby knows the leader", async () => (await cluster.QueryAsync("temp", cluster.Standby)).Partitions.Count == 1);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        Assert.Contains(
            "\"metrics\":[{\"name\":\"alive_replica_servers\",\"value\":3}]",
            await http.GetStringAsync(new Uri($"http://{leader.Endpoint}/metrics?metrics=alive_replica_servers")),
            StringComparison.Ordinal);
        using var elsewhere = await http.GetAsync(new Uri($"http://{cluster.Standby.Endpoint}/meta/nodes?detail"));
        Assert.Equal((HttpStatusCode.TemporaryRedirect, $"http://localhost:{leader.Endpoint.Port}/meta/nodes?detail="), (elsewhere.StatusCode, elsewhere.Headers.Location!.ToString()));
    }

    [Fact]
    public async Task Master_ProposalsWithoutNames_QueuedOnesAreDroppedAndForcedOnesGoOutNamingNobody()
    {
        await using var cluster = new MetaCluster(1, 3, WireGeneration.HostPort, "localhost");
        await cluster.TableAsync();
        var partition = (await cluster.QueryAsync()).Partitions[0];
        var primary = cluster.Replica(partition.Primary);
        primary.Obeys = false;
        primary.Proposals.Clear();
        await using var older = new PeerClient(WireGeneration.Address, TimeProvider.System, NullLogger.Instance);
        var action = new ProposalAction { Target = partition.Primary, Node = partition.Secondaries[0], Type = ConfigType.DowngradeToInactive };
        foreach (var force in new[] { false, true })
        {
            var reply = await older.CallAsync<BalancerRequest, BalancerResponse>(
                cluster.Leader.Address,
                RpcNames.ProposeBalancer,
                new BalancerRequest { Gpid = partition.Pid, Actions = [action], Force = force },
                TimeSpan.FromSeconds(20),
                CancellationToken.None);
            Assert.Equal("ERR_OK", reply.Message!.Error.Name);
            var rounds = cluster.Leader.Server.Rounds;
            await Eventually.True("two rounds more", () => cluster.Leader.Server.Rounds > rounds + 2);
            Assert.Equal(force ? 1 : 0, primary.Proposals.Count);
        }

        Assert.True(primary.Proposals.TryDequeue(out var proposal));
        Assert.Equal((partition.Secondaries[0].Ip, "invalid host_port"), (proposal.Node.Ip, proposal.Node.ToString()));
    }

    [Fact]
    public async Task Master_WithReplicaServersUpTo25_NamesThemByTheHost()
    {
        await using var cluster = new MetaCluster(1, 1, WireGeneration.HostPort, "localhost");
        cluster.AddReplica(WireGeneration.Address);
        cluster.AddReplica(WireGeneration.Address);
        await cluster.TableAsync();
        Assert.All((await cluster.NodesAsync()).Infos, each => Assert.Equal("localhost", each.Node.Name.Host));
        Assert.Equal(4, (await cluster.Replicas[1].SyncAsync(cluster.Leader.Address))!.Partitions.Count);
    }

    [Fact]
    public async Task Pages_OfTheLeader_ShowNodesTablesAndPartitions()
    {
        await using var cluster = new MetaCluster(1, 3);
        var app = await cluster.TableAsync(partitions: 1);
        using var http = new HttpClient { BaseAddress = new Uri($"http://{cluster.Leader.Endpoint}") };
        var nodes = await http.GetStringAsync(new Uri("/meta/nodes?detail", UriKind.Relative));
        Assert.Contains($"\"{cluster.Replicas[0].Node}\":{{\"address\":\"{cluster.Replicas[0].Node}\",\"status\":\"ALIVE\",\"replica_count\":\"1\"", nodes, StringComparison.Ordinal);
        Assert.Contains("\"summary\":{\"total_node_count\":\"3\",\"alive_node_count\":\"3\",\"unalive_node_count\":\"0\"}", nodes, StringComparison.Ordinal);
        var table = await http.GetStringAsync(new Uri("/meta/app?name=temp&detail", UriKind.Relative));
        Assert.Contains($"\"general\":{{\"app_name\":\"temp\",\"app_id\":\"{app}\",\"partition_count\":\"1\",\"max_replica_count\":\"3\"}}", table, StringComparison.Ordinal);
        Assert.Contains("\"replica_count\":\"3/3\"", table, StringComparison.Ordinal);
        Assert.Contains("\"fully_healthy_partition_count\":\"1\"", table, StringComparison.Ordinal);
        Assert.Contains("\"fully_healthy_app_count\":\"1\"", await http.GetStringAsync(new Uri("/meta/apps?detail", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("\"entities\":[]", await http.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("\"meta_function_level\":\"steady\"", await http.GetStringAsync(new Uri("/meta/cluster", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri("/meta/app?name=none", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Faults_SetAtRunTime_LoseAnswersAndSlowZooKeeper()
    {
        await using var cluster = new MetaCluster(1, 3);
        await cluster.TableAsync();
        Assert.Equal("OK", await cluster.CommandAsync(cluster.Leader, "onebox.fault", "drop_answers." + RpcNames.ListNodes, "1"));
        await using var client = new PeerClient(WireGeneration.Address, TimeProvider.System, NullLogger.Instance);
        var lost = await client.CallAsync<ListNodesRequest, ListNodesResponse>(
            cluster.Leader.Address, RpcNames.ListNodes, new ListNodesRequest(), TimeSpan.FromMilliseconds(300), CancellationToken.None);
        Assert.Equal(ErrorCode.Timeout, lost.Error);
        Assert.Equal(3, (await cluster.NodesAsync()).Infos.Count);
        await cluster.CommandAsync(cluster.Leader, "onebox.fault", "slow_zk_ms", "700");
        var begun = System.Diagnostics.Stopwatch.StartNew();
        await cluster.CallAsync<DropAppRequest, DropAppResponse>(RpcNames.DropApp, new DropAppRequest { AppName = "temp" });
        Assert.True(begun.ElapsedMilliseconds >= 1300, $"{begun.ElapsedMilliseconds} ms");
    }
}
