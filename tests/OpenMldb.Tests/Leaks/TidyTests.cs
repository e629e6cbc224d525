using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Leaks;
using Nightshift.OpenMldb.Tests.Maintenance;
using Nightshift.OpenMldb.Tests.Maintenance.Support;
using Nightshift.Runs;
using Xunit.Abstractions;

namespace Nightshift.OpenMldb.Tests.Leaks;

/// <summary>What is left behind on a simulated cluster is found, and tidying up leaves everything as it was before.</summary>
public sealed class TidyTests(SharedCluster shared, ITestOutputHelper output) : IClassFixture<SharedCluster>, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nightshift-tidy-").FullName;
    private readonly TestJournal _journal = new();
    private IHost _host = null!;
    private Func<ValueTask> _end = () => ValueTask.CompletedTask;
    private string _before = "";

    private string Stat => Path.Combine(_folder, ".stat");

    public async Task InitializeAsync()
    {
        var hosts = new HostPool(new HostsOptions { DetachedRoot = Path.Combine(_folder, "commands") }, TimeProvider.System, NullLoggerFactory.Instance);
        _end = hosts.DisposeAsync;
        _host = hosts.Get(HostAddress.Parse("localhost"));
        await shared.Quiet();
        _before = await shared.Cluster.Placement();
    }

    public async Task DisposeAsync()
    {
        foreach (var line in _journal.Lines) output.WriteLine(line);
        await _end();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Tidy_CleanCluster_OnlyLooks()
    {
        await Tidy(NoRuns.Instance);
        Assert.Equal(["tidy/left behind"], _journal.Begun.Keys);
        Assert.Equal(_before, await shared.Cluster.Placement());
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(2, true)]
    [InlineData(5, false)]
    [InlineData(7, true)]
    [InlineData(9, false)]
    [InlineData(11, true)]
    public async Task Tidy_VendorsToolDiedInPreUpgrade_LeavesAllAsBeforeWithoutLosingAWrite(int killAt, bool afterEffect)
    {
        var moved = await LeaveAsTheVendorsToolDoes();
        await using var writers = new Writers(shared.Cluster, [shared.Shared], perSecond: 60);

        await Tidy(NoRuns.Instance, killAt == 0 ? null : new KillSwitch(killAt, afterEffect));

        Assert.Empty(await writers.Lost());
        Assert.Equal(_before, await shared.Cluster.Placement());
        Assert.False(File.Exists(Stat));
        Assert.Single(Directory.GetFiles(_folder, ".stat.tidied-by-run-*"));
        Assert.Contains(_journal.Results.Keys, path => path.Contains(moved.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tidy_VendorsToolAddedACopyOfASingleReplica_DeletesItOnceTheLeaderIsHome()
    {
        var nameserver = shared.Cluster.Client.Nameserver;
        var table = (await nameserver.ShowTable(shared.Single.Id, default))!;
        var id = table.Partition(0);
        var home = table.Partitions[0].EffectiveLeader!.Value.Endpoint;
        var added = Enumerable.Range(0, 3).Select(shared.Cluster.At).First(tablet => tablet != home);
        await nameserver.ConfSet("auto_failover", "false", default);
        await nameserver.AddReplica(id, added, default);
        await Wait.Until(async () => (await nameserver.GetTablePartition(id, default))!.ReplicaOn(added) is { IsAlive: true } && await NoOp(), "the added copy");
        await nameserver.ChangeLeader(id, added, default);
        await Wait.Until(async () => (await nameserver.GetTablePartition(id, default))!.EffectiveLeader?.Endpoint == added && await NoOp(), "another leader");
        await File.WriteAllTextAsync(Stat, $"{home},{id.Db},{id.Table},{table.Tid},{id.Pid},{added}\n");

        await Tidy(NoRuns.Instance);

        Assert.Equal(_before, await shared.Cluster.Placement());
    }

    [Fact]
    public async Task Leaks_VendorsToolDiedInPreUpgrade_AreNamed()
    {
        var moved = await LeaveAsTheVendorsToolDoes();
        var report = LeakSentences.Report(await Reader().Read(RunsOfCluster.None, default), "/tidy openmldb");
        foreach (var leak in report.Leaks) output.WriteLine(leak.ToString());
        Assert.Empty(report.Unseen);
        Assert.Contains(report.Leaks, leak => leak.Thing == "auto_failover");
        Assert.Contains(report.Leaks, leak => leak.Thing.StartsWith("leaders of ", StringComparison.Ordinal) && leak.Reason.Contains(moved.ToString(), StringComparison.Ordinal));
        Assert.Contains(report.Leaks, leak => leak.Thing.StartsWith("replicas on ", StringComparison.Ordinal) && leak.Reason.Contains("1 of them led before", StringComparison.Ordinal));
        Assert.Contains(report.Leaks, leak => leak.Thing.EndsWith(Stat, StringComparison.Ordinal));
        await Tidy(NoRuns.Instance);
        Assert.Equal(_before, await shared.Cluster.Placement());
    }

    [Fact]
    public async Task Tidy_RunDiedWithItsTabletStopped_BringsItBackWithItsLeaders()
    {
        var dead = await Die(allowSingleReplica: true, async tablet => await tablet.Stop());
        await Tidy(dead);
        Assert.Equal(_before, await shared.Cluster.Placement());
    }

    [Fact]
    public async Task Tidy_RunDiedBetweenSwapAndStart_GoesBackToTheOldRelease()
    {
        var dead = await Die(allowSingleReplica: true, async tablet =>
        {
            await tablet.Stop();
            await tablet.Install(new Release("0.9.3", "/nowhere"));
        });
        await Tidy(dead);
        Assert.Equal(_before, await shared.Cluster.Placement());
        Assert.Equal("0.9.2-onebox", shared.Cluster.Tablets[0].Version);
    }

    [Fact]
    public async Task Tidy_RunDiedWithAddedReplicas_DeletesExactlyThose()
    {
        var dead = await Die(allowSingleReplica: false, _ => Task.CompletedTask);
        Assert.NotEqual(_before, await shared.Cluster.Placement());
        await Tidy(dead);
        Assert.Equal(_before, await shared.Cluster.Placement());
    }

    [Fact]
    public async Task Tidy_RunUnderWay_IsRefusedAndTouchesNothing()
    {
        await shared.Cluster.Client.Nameserver.ConfSet("auto_failover", "false", default);
        var refused = await Assert.ThrowsAsync<RunAbandonedException>(() => Tidy(new FixedRuns(RunsOfCluster.None with { UnderWay = [DeadRuns.View(8, RunState.Running)] })));
        Assert.Contains("run 8 (/upgrade tablet all) is under way", refused.Message, StringComparison.Ordinal);
        Assert.Equal("false", (await shared.Cluster.Client.Nameserver.ConfGet(default))["auto_failover"]);
        await shared.Cluster.Client.Nameserver.ConfSet("auto_failover", "true", default);
    }

    [Fact]
    public async Task Tidy_StatFileChangedSinceItWasRead_IsLeftAlone()
    {
        await File.WriteAllTextAsync(Stat, "");
        var left = await Reader().Read(RunsOfCluster.None, default);
        await File.WriteAllTextAsync(Stat, "somebody else's");
        await Assert.ThrowsAsync<RunAbandonedException>(() => new TestRun(_journal).StepAsync(new TidySteps("simulated", shared.Cluster.Services(), Vendor()).SetAside(left.Files[0], new RunId(1))));
        Assert.Equal("somebody else's", await File.ReadAllTextAsync(Stat));
    }

    private StatPlace Place => new(_host, Stat);

    private VendorTool Vendor() => new([Place], "/openmldb");

    private LeftBehindReader Reader() => new(shared.Cluster.Client.Snapshots, Vendor(), _ => true, true);

    private async Task Tidy(IRunsOfClusters runs, KillSwitch? kill = null)
    {
        if (kill is not null)
        {
            try
            {
                await Run(kill);
            }
            catch (KilledException)
            {
                _journal.Lines.Enqueue($"killed at {kill.At}");
            }
        }

        await Run(null);

        Task Run(KillSwitch? strikes)
        {
            var services = shared.Cluster.Services(strikes);
            return new OpenMldb(new TestRun(_journal) { Retries = 1 }, services, shared.Cluster.Tidying(services, runs, Place)).Tidy();
        }
    }

    /// <summary>auto_failover off, a line in the file, the leader changed, and the old leader never made a follower again.</summary>
    private async Task<PartitionId> LeaveAsTheVendorsToolDoes()
    {
        var nameserver = shared.Cluster.Client.Nameserver;
        var table = (await nameserver.ShowTable(shared.Shared.Id, default))!;
        var partition = table.Partitions[0];
        var home = partition.EffectiveLeader!.Value.Endpoint;
        var id = table.Partition(partition.Pid);
        await nameserver.ConfSet("auto_failover", "false", default);
        await nameserver.ChangeLeader(id, partition.Replicas.First(replica => !replica.IsLeader).Endpoint, default);
        await Wait.Until(async () => (await nameserver.GetTablePartition(id, default))!.EffectiveLeader is { } leader && leader.Endpoint != home, "another leader");
        await Wait.Until(NoOp, "the op's end");
        await File.WriteAllTextAsync(Stat, $"{home},{id.Db},{id.Table},{table.Tid},{id.Pid},\n");
        return id;
    }

    private async Task<bool> NoOp() => (await shared.Cluster.Client.Nameserver.ShowOpStatus(OpFilter.All, default)).All(op => !op.IsUnfinished);

    /// <summary>A run that drained the first tablet, did some more, and was never heard of again.</summary>
    private async Task<IRunsOfClusters> Die(bool allowSingleReplica, Func<Tablet, Task> work)
    {
        var journal = new TestJournal();
        var tablet = new Tablet(shared.Cluster.At(0), new TestRun(journal), shared.Cluster.Services());
        await tablet.Drain(allowSingleReplica);
        await work(tablet);
        return new FixedRuns(DeadRuns.Failed(DeadRuns.View(7, RunState.Failed, DeadRuns.Steps(journal, $"tablet {tablet.Name}"), [new HoldView("auto_failover", "true", "false", DateTimeOffset.UnixEpoch)])));
    }
}
