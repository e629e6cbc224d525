using Nightshift.Onebox.Faults;

namespace Nightshift.Onebox.Tests.OpenMldb;

public sealed class TabletTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;
    private TestTable _table = null!;

    private TestNode Tablet => _cluster.Tablets[0];

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(tablets: 2);
        _table = await _cluster.CreateTableAsync("tx", 2, 2, [.. _cluster.Tablets]);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Start_WhileTheOldSessionLives_EndsWith1()
    {
        await Tablet.KillAsync();
        var old = Tablet.Session!;
        Tablet.Start();
        Assert.Equal(1, await Tablet.Process.WaitAsync(TimeSpan.FromSeconds(20)));

        old.Expire();
        Tablet.Start();

        await TestCluster.WaitAsync("registered", () => _cluster.Ensemble.Text($"/openmldb/nodes/{Tablet.Endpoint}") == $"startup_{Tablet.Endpoint}");
    }

    [Fact]
    public async Task Restart_Tablet_HasNoTableUntilLoadedAndThenEveryRecord()
    {
        await _table.PutManyAsync(Tablet.Endpoint, 30);
        await RestartAsync();
        Assert.Equal(100, TestCluster.Code(await _cluster.TabletAsync(Tablet.Endpoint, "Get", new { tid = _table.Tid, pid = 0, key = "k1" })));

        TestCluster.AssertOk(await _table.LoadAsync(Tablet.Endpoint, "kTableLeader", 1));
        await WaitNormalAsync();

        Assert.Equal(30UL, await _table.OffsetAsync(Tablet.Endpoint));
        Assert.True(await _table.HasAsync(Tablet.Endpoint, "k29"));
        TestCluster.AssertOk(await _table.PutAsync(Tablet.Endpoint, "more"));
        await RestartAsync();
        TestCluster.AssertOk(await _table.LoadAsync(Tablet.Endpoint, "kTableLeader", 1));
        await WaitNormalAsync();
        Assert.True(await _table.HasAsync(Tablet.Endpoint, "more"));
    }

    [Fact]
    public async Task LoadTable_WithoutMode_TakesItFromTheFileThatChangesOfRoleNeverTouch()
    {
        TestCluster.AssertOk(await _cluster.TabletAsync(Tablet.Endpoint, "ChangeRole", new { tid = _table.Tid, pid = 0, mode = "kTableFollower" }));
        await RestartAsync();

        TestCluster.AssertOk(await _table.LoadAsync(Tablet.Endpoint));
        await WaitNormalAsync();

        Assert.Equal("kTableLeader", (string)(await _table.StatusAsync(Tablet.Endpoint))!["mode"]!);
    }

    [Fact]
    public async Task LoadTable_MetaWithoutData_LoadsEmpty()
    {
        await _table.PutManyAsync(Tablet.Endpoint, 3);
        await Tablet.KillAsync();
        Tablet.Session!.Expire();
        Directory.Delete(Path.Combine(Tablet.Root, "db", $"{_table.Tid}_0", "binlog"), recursive: true);
        Tablet.Start();
        await ServesAsync();

        TestCluster.AssertOk(await _table.LoadAsync(Tablet.Endpoint, "kTableLeader", 1));
        await WaitNormalAsync();

        Assert.Equal(0UL, await _table.OffsetAsync(Tablet.Endpoint));
    }

    [Fact]
    public async Task LoadTable_Failing_RemovesTheTableAndRecyclesItsFolder()
    {
        await RestartAsync();
        Tablet.Faults.Add(new Fault("fail", FaultKind.LoadFail, $"{_table.Tid}/0"));
        TestCluster.AssertOk(await _table.LoadAsync(Tablet.Endpoint));

        await TestCluster.WaitAsync("gone", async () => await _table.StatusAsync(Tablet.Endpoint) is null
            && Directory.Exists(Path.Combine(Tablet.Root, "recycle")) && Directory.GetDirectories(Path.Combine(Tablet.Root, "recycle")).Length == 1);

        Assert.False(Directory.Exists(Path.Combine(Tablet.Root, "db", $"{_table.Tid}_0")));
    }

    [Fact]
    public async Task Load_WhileThePoolIsBusy_LeavesTheNextUndefinedWhichAnswersReads()
    {
        await _cluster.CreateTableAsync("wide", 4, 1, Tablet);
        var wide = new TestTable(_cluster, "wide", _table.Tid + 1);
        await RestartAsync();
        Tablet.Faults.Add(new Fault("slow", FaultKind.LoadSlow, DelayMs: 60000));
        for (uint pid = 0; pid < 4; pid++)
        {
            TestCluster.AssertOk(await wide.LoadAsync(Tablet.Endpoint, pid: pid));
        }

        await TestCluster.WaitAsync("three load", async () => await CountAsync(wide, "kTableLoading") == 3);

        Assert.Equal(1, await CountAsync(wide, "kTableUndefined"));
    }

    [Fact]
    public async Task Torn_TailOfTheLog_IsCutOffOnLoad()
    {
        await _table.PutManyAsync(Tablet.Endpoint, 4);
        await Tablet.KillAsync();
        Tablet.Session!.Expire();
        var log = Directory.GetFiles(Path.Combine(Tablet.Root, "db", $"{_table.Tid}_0", "binlog")).Single();
        var bytes = await File.ReadAllBytesAsync(log);
        await File.WriteAllBytesAsync(log, bytes[..^3]);
        Tablet.Start();
        await ServesAsync();

        TestCluster.AssertOk(await _table.LoadAsync(Tablet.Endpoint, "kTableLeader", 1));
        await WaitNormalAsync();

        Assert.Equal(3UL, await _table.OffsetAsync(Tablet.Endpoint));
        TestCluster.AssertOk(await _table.PutAsync(Tablet.Endpoint, "again"));
        Assert.Equal(4UL, await _table.OffsetAsync(Tablet.Endpoint));
    }

    [Fact]
    public async Task ConnectZK_AfterDisConnectZK_RegistersPlainly()
    {
        TestCluster.AssertOk(await _cluster.TabletAsync(Tablet.Endpoint, "DisConnectZK"));
        Assert.DoesNotContain(Tablet.Endpoint, _cluster.Ensemble.Children("/openmldb/nodes"));

        TestCluster.AssertOk(await _cluster.TabletAsync(Tablet.Endpoint, "ConnectZK"));

        Assert.Equal(Tablet.Endpoint, _cluster.Ensemble.Text($"/openmldb/nodes/{Tablet.Endpoint}"));
    }

    [Fact]
    public async Task ManyPartitions_LedByOneTablet_TakePutsAndReplicate()
    {
        var wide = await _cluster.CreateTableAsync("wide", 100, 2, [.. _cluster.Tablets]);
        for (uint pid = 0; pid < 100; pid++)
        {
            TestCluster.AssertOk(await wide.PutAsync(Tablet.Endpoint, $"k{pid}", pid));
        }

        await TestCluster.WaitAsync("all replicated", async () =>
            ((await _cluster.TabletAsync(_cluster.Tablets[1].Endpoint, "GetTableStatus", new { tid = wide.Tid }))["all_table_status"]!.AsArray())
                .All(each => (ulong)each!["offset"]! == 1));
    }

    private async Task<int> CountAsync(TestTable table, string state)
        => ((await _cluster.TabletAsync(Tablet.Endpoint, "GetTableStatus", new { tid = table.Tid }))["all_table_status"]?.AsArray() ?? [])
            .Count(each => (string)each!["state"]! == state);

    private async Task RestartAsync()
    {
        await Tablet.KillAsync();
        Tablet.Session!.Expire();
        Tablet.Start();
        await ServesAsync();
    }

    private Task ServesAsync() => TestCluster.WaitAsync(
        "tablet registers", () => _cluster.Ensemble.Children("/openmldb/nodes").Contains(Tablet.Endpoint));

    private Task WaitNormalAsync() => TestCluster.WaitAsync(
        "normal", async () => (string?)(await _table.StatusAsync(Tablet.Endpoint))?["state"] == "kTableNormal");
}
