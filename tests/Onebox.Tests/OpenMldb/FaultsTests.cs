using System.Diagnostics;
using Nightshift.Onebox.Faults;

namespace Nightshift.Onebox.Tests.OpenMldb;

public sealed class FaultsTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;
    private TestTable _table = null!;

    private TestNode Tablet => _cluster.Tablets[0];

    private string Nameserver => _cluster.Nameservers[0].Endpoint;

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(tablets: 2);
        _table = await _cluster.CreateTableAsync("tx", 1, 2, [.. _cluster.Tablets]);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task ReplyLost_Put_TookEffect()
    {
        Tablet.Faults.Add(new Fault("lost", FaultKind.ReplyLost, "Put", Count: 1));

        await Assert.ThrowsAsync<HttpRequestException>(() => _table.PutAsync(Tablet.Endpoint, "k"));

        Assert.True(await _table.HasAsync(Tablet.Endpoint, "k"));
        TestCluster.AssertOk(await _table.PutAsync(Tablet.Endpoint, "l"));
        Assert.Empty(Tablet.Faults.Read());
    }

    [Fact]
    public async Task RequestLost_Put_TookNoEffect()
    {
        Tablet.Faults.Add(new Fault("lost", FaultKind.RequestLost, "^/TabletServer/P.t$", Count: 1));

        await Assert.ThrowsAsync<HttpRequestException>(() => _table.PutAsync(Tablet.Endpoint, "k"));

        Assert.False(await _table.HasAsync(Tablet.Endpoint, "k"));
    }

    [Fact]
    public async Task SlowReply_Matched_AnswersLater()
    {
        _cluster.Nameservers[0].Faults.Add(new Fault("slow", FaultKind.SlowReply, "ConfGet", DelayMs: 300));
        var watch = Stopwatch.StartNew();

        TestCluster.AssertOk(await _cluster.NsAsync("ConfGet"));

        Assert.True(watch.ElapsedMilliseconds >= 290);
    }

    [Fact]
    public async Task Hang_Matched_NeverAnswersAndHealthStillDoes()
    {
        _cluster.Nameservers[0].Faults.Add(new Fault("hang", FaultKind.Hang, "ConfGet"));
        var hanging = _cluster.NsAsync("ConfGet");

        Assert.Equal("OK", await (await _cluster.SendAsync(Nameserver, "/health", "")).Content.ReadAsStringAsync());
        TestCluster.AssertOk(await _cluster.NsAsync("ShowTablet"));
        Assert.False(hanging.IsCompleted);
        await _cluster.Nameservers[0].KillAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => hanging);
    }

    [Fact]
    public async Task HealthHang_Pages_NeverAnswerWhileMethodsDo()
    {
        Tablet.Faults.Add(new Fault("health", FaultKind.HealthHang));
        var hanging = _cluster.SendAsync(Tablet.Endpoint, "/health", "");

        TestCluster.AssertOk(await _table.PutAsync(Tablet.Endpoint, "k"));
        Assert.False(hanging.IsCompleted);
        await Tablet.KillAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => hanging);
    }

    [Fact]
    public async Task StartCrash_Counted_IsUsedUpAcrossStarts()
    {
        await Tablet.KillAsync();
        Tablet.Session!.Expire();
        Tablet.Faults.Add(new Fault("crash", FaultKind.StartCrash, Count: 2));

        Tablet.Start();
        Assert.Equal(1, await Tablet.Process);
        Assert.Equal(1, Tablet.Faults.Read().Single().Count);
        Tablet.Start();
        Assert.Equal(1, await Tablet.Process);
        Tablet.Start();

        await TestCluster.WaitAsync("registered", () => _cluster.Ensemble.Children("/openmldb/nodes").Contains(Tablet.Endpoint));
    }

    [Fact]
    public async Task NoRegister_Tablet_ServesWithoutANode()
    {
        await Tablet.KillAsync();
        Tablet.Session!.Expire();
        Tablet.Faults.Add(new Fault("shy", FaultKind.NoRegister));
        Tablet.Start();

        await TestCluster.WaitAsync("serves", async () => TestCluster.Code(await _cluster.TryCallAsync(Tablet.Endpoint, "TabletServer", "GetTableStatus")) == 0);

        Assert.DoesNotContain(Tablet.Endpoint, _cluster.Ensemble.Children("/openmldb/nodes"));
    }

    [Fact]
    public async Task ReplicationLag_Follower_IsBehindForThatLong()
    {
        Tablet.Faults.Add(new Fault("lag", FaultKind.ReplicationLag, $"{_table.Tid}/0", DelayMs: 400));
        var watch = Stopwatch.StartNew();
        await _table.PutManyAsync(Tablet.Endpoint, 3);

        await _table.WaitOffsetAsync(_cluster.Tablets[1].Endpoint, 3);

        Assert.True(watch.ElapsedMilliseconds >= 390);
    }

    [Fact]
    public async Task FullMemory_Put_Answers160()
    {
        Tablet.Faults.Add(new Fault("full", FaultKind.FullMemory, "tx"));

        Assert.Equal(160, TestCluster.Code(await _table.PutAsync(Tablet.Endpoint, "k")));
    }
}
