namespace Nightshift.Onebox.Tests.OpenMldb;

public sealed class NameserverStartTests
{
    [Fact]
    public async Task Start_TooFewTablets_EndsWith1()
    {
        await using var cluster = await TestCluster.StartAsync(nameservers: 0, tablets: 1);
        var nameserver = cluster.AddNameserver();
        nameserver.Start();

        Assert.Equal(1, await nameserver.Process.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Start_LostATabletSince_EndsWith1AndServesOnceThereAreEnough()
    {
        await using var cluster = await TestCluster.StartAsync(tablets: 2);
        await cluster.Nameservers[0].KillAsync();
        cluster.Nameservers[0].Session!.Expire();
        await cluster.Tablets[1].KillAsync();
        cluster.Tablets[1].Session!.Expire();
        cluster.Nameservers[0].Start();
        Assert.Equal(1, await cluster.Nameservers[0].Process.WaitAsync(TimeSpan.FromSeconds(20)));
        cluster.Nameservers[0].Session!.Expire();

        cluster.Tablets[1].Start();
        await TestCluster.WaitAsync("registered", () => cluster.Ensemble.Children("/openmldb/nodes").Count == 2);
        cluster.Nameservers[0].Start();

        await cluster.WaitServingAsync(cluster.Nameservers[0]);
    }

    [Fact]
    public async Task Standby_EveryMethod_Answers300()
    {
        await using var cluster = await TestCluster.StartAsync(nameservers: 2);
        var standby = cluster.Nameservers[1].Endpoint;

        foreach (var method in new[] { "ShowTablet", "ShowTable", "ShowDatabase", "ShowOPStatus", "ConfGet", "GetTablePartition" })
        {
            var reply = await cluster.CallAsync(standby, "NameServer", method);
            Assert.Equal("""{"code":300,"msg":"nameserver is not leader"}""", reply.ToJsonString());
        }

        await TestCluster.WaitAsync("two lock requests", () => cluster.Ensemble.Children("/openmldb/leader").Count == 2);
    }

    [Fact]
    public async Task LeaderDies_StandbyServesOnlyAfterItsSession()
    {
        await using var cluster = await TestCluster.StartAsync(nameservers: 2);
        var table = await cluster.CreateTableAsync();
        TestCluster.AssertOk(await cluster.NsAsync("ConfSet", new { conf = new { key = "auto_failover", value = "TRUE" } }));
        await TestCluster.WaitAsync("standby queues", () => cluster.Ensemble.Children("/openmldb/leader").Count == 2);
        await cluster.Nameservers[0].KillAsync();
        Assert.Null(await cluster.TryCallAsync(cluster.Nameservers[0].Endpoint, "NameServer", "ConfGet"));
        Assert.Equal(300, TestCluster.Code(await cluster.CallAsync(cluster.Nameservers[1].Endpoint, "NameServer", "ConfGet")));

        cluster.Nameservers[0].Session!.Expire();
        await cluster.WaitServingAsync(cluster.Nameservers[1]);

        var standby = cluster.Nameservers[1].Endpoint;
        Assert.Equal("true", (string)(await cluster.CallAsync(standby, "NameServer", "ConfGet"))["conf"]!["auto_failover"]!);
        var shown = await cluster.CallAsync(standby, "NameServer", "ShowTable", new { name = "tx", db = "bank" });
        Assert.Equal(table.Tid, (uint)shown["table_info"]![0]!["tid"]!);
    }

    [Fact]
    public async Task Restart_WithinTheOldSession_LeadsByItsStaleNodeAndAgainByItsOwn()
    {
        await using var cluster = await TestCluster.StartAsync();
        var nameserver = cluster.Nameservers[0];
        await nameserver.KillAsync();
        var stale = nameserver.Session!;
        nameserver.Start();
        await cluster.WaitServingAsync(nameserver);
        await TestCluster.WaitAsync("two lock requests", () => cluster.Ensemble.Children("/openmldb/leader").Count == 2);

        stale.Expire();

        await TestCluster.WaitAsync("one request is left", () => cluster.Ensemble.Children("/openmldb/leader").Count == 1);
        await cluster.WaitServingAsync(nameserver);
    }

    [Fact]
    public async Task DisConnectZK_Leader_AnswersThreeHundredAndConnectZkBringsItBack()
    {
        await using var cluster = await TestCluster.StartAsync();
        TestCluster.AssertOk(await cluster.NsAsync("DisConnectZK"));
        Assert.Equal(300, TestCluster.Code(await cluster.NsAsync("ConfGet")));

        TestCluster.AssertOk(await cluster.NsAsync("ConnectZK"));

        await cluster.WaitServingAsync(cluster.Nameservers[0]);
    }

    [Fact]
    public async Task SessionLoss_OfTheLeader_LeavesTwoThatAnswerUntilTheCheck()
    {
        await using var cluster = await TestCluster.StartAsync(nameservers: 2, extra: "--zk_keep_alive_check_interval=3000");
        await TestCluster.WaitAsync("standby queues", () => cluster.Ensemble.Children("/openmldb/leader").Count == 2);
        cluster.Nameservers[0].Session!.Expire();
        await cluster.WaitServingAsync(cluster.Nameservers[1]);

        Assert.Equal(0, TestCluster.Code(await cluster.NsAsync("ConfGet")));

        await TestCluster.WaitAsync("the old one steps down", async () => TestCluster.Code(await cluster.NsAsync("ConfGet")) == 300);
    }

    [Fact]
    public async Task AutoFailoverFlag_OnceZooKeeperHasIt_IsIgnored()
    {
        await using var cluster = await TestCluster.StartAsync(extra: "--auto_failover=true");
        Assert.Equal("true", cluster.Ensemble.Text("/openmldb/config/auto_failover"));
        TestCluster.AssertOk(await cluster.NsAsync("ConfSet", new { conf = new { key = "auto_failover", value = "false" } }));
        await cluster.Nameservers[0].KillAsync();
        cluster.Nameservers[0].Session!.Expire();

        cluster.Nameservers[0].Start();
        await cluster.WaitServingAsync(cluster.Nameservers[0]);

        Assert.Equal("false", (string)(await cluster.NsAsync("ConfGet"))["conf"]!["auto_failover"]!);
    }
}
