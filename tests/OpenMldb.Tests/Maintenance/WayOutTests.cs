using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.OpenMldb.Processes;
using Nightshift.OpenMldb.Tests.Maintenance.Support;
using Nightshift.Runs;
using Nightshift.Runs.Store.Sqlite;

namespace Nightshift.OpenMldb.Tests.Maintenance;

/// <summary>A way out that fails ends with the commands that people need, and they work as they are.</summary>
public sealed class WayOutTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nightshift-way-out-").FullName;
    private Func<ValueTask> _end = () => ValueTask.CompletedTask;
    private IHosts _hosts = null!;
    private SimulatedCluster _cluster = null!;

    public async Task InitializeAsync()
    {
        var hosts = new HostPool(new HostsOptions { DetachedRoot = Path.Combine(_folder, "commands") }, TimeProvider.System, NullLoggerFactory.Instance);
        (_hosts, _end) = (hosts, hosts.DisposeAsync);
        _cluster = await SimulatedCluster.Start();
        await _cluster.CreateTable("shared", 2, 3);
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _end();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task WayOut_TabletDoesNotStartAgain_EndsWithTheCommandsThatPutItRight()
    {
        var at = _cluster.At(0);
        var services = _cluster.Services() with
        {
            Process = _ => new Dead(new SimulatedProcess(_cluster.Tablets[0])),
            ByHand = Commands("localhost"),
        };
        await using var store = SqliteRunStore.Open(Path.Combine(_folder, "runs.db"));
        await using var runs = new RunService(
            store,
            new DelegateProgram(async (context, _) =>
            {
                var tablet = new Tablet(at, context.Scope($"tablet {at}"), services);
                await using var drained = await tablet.Drain(allowSingleReplica: true);
                await tablet.Stop();
                await tablet.Start();
            }),
            new RunOptions { WayOutPauses = [], DecisionDeadline = TimeSpan.Zero });
        await runs.StartAsync(default);
        var request = new RunRequest("simulated", "/restart tablet", "restart.csx", "{}", [new SourceFile("restart.csx", "")], new PersonId("operator"), "test");
        var run = await runs.SubmitAsync(request, await runs.PlanAsync(request, default), new ApprovalPolicy(0, TimeSpan.Zero), default);

        var ended = await runs.WaitForEndAsync(run, default).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(RunState.Failed, ended.Summary.State);
        var start = Assert.Single(ended.LeftUndone, left => left.Description == $"start tablet {at}");
        Assert.StartsWith("/opt/open/bin/start.sh start tablet; ", start.ByHand, StringComparison.Ordinal);
        Assert.Contains(start.ByHand!, ended.Summary.Reason, StringComparison.Ordinal);
        Assert.Empty(ended.Holds);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WayOut_StartsTheTabletUnderMonOnlyWhereItRanSo(bool underMon)
    {
        var node = _cluster.Tablets[0];
        node.UnderMon = underMon;

        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            var tablet = new Tablet(_cluster.At(0), new TestRun(new TestJournal()), _cluster.Services());
            await using var drained = await tablet.Drain(allowSingleReplica: true);
            await tablet.Stop();
            throw new InvalidOperationException("the playbook broke");
        });

        Assert.Equal((true, underMon), (node.IsRunning, node.UnderMon));
    }

    [Fact]
    public async Task Commands_GivenToAShell_DoWhatTheySay()
    {
        var commands = Commands("localhost");
        await ShellAsync(commands.AutoFailover()!.Replace("{before}", "false", StringComparison.Ordinal));
        Assert.Equal("false", (await _cluster.Client.Nameserver.ConfGet(default))["auto_failover"]);

        var table = (await _cluster.Client.Nameserver.ShowTable(new TableId("demo", "shared"), default))!;
        var (id, now) = (table.Partition(0), table.Partitions[0].EffectiveLeader!.Value.Endpoint);
        var next = Enumerable.Range(0, 3).Select(_cluster.At).First(tablet => tablet != now);
        await ShellAsync(commands.ChangeLeader(id, next)!);
        await Wait.Until(async () => (await _cluster.Client.Nameserver.GetTablePartition(id, default))!.EffectiveLeader?.Endpoint == next, "the other leader");
        await ShellAsync(commands.Recover(now)!);
        await Wait.Until(async () => (await _cluster.Client.Nameserver.GetTablePartition(id, default))!.ReplicaOn(now) is { IsAlive: true }, "the old leader as follower");
        await ShellAsync(commands.DeleteReplicas([new AddedReplica(id, now)])!);
        await Wait.Until(async () => (await _cluster.Client.Nameserver.GetTablePartition(id, default))!.ReplicaOn(now) is null, "the replica gone");
    }

    [Fact]
    public void Commands_OfATabletElsewhere_GoThereAndKeepTheSecretToThemselves()
    {
        var commands = Commands("ops@db-1:2222", "env:OPENMLDB_AUTH");
        Assert.StartsWith("ssh -p 2222 ops@db-1 '/opt/open/bin/start.sh start tablet mon'; ", commands.StartAndRecover(_cluster.At(0), mon: true), StringComparison.Ordinal);
        Assert.Contains("-H \"Authorization: $OPENMLDB_AUTH\"", commands.Recover(_cluster.At(0)), StringComparison.Ordinal);
        Assert.Null(HandCommands.None.Recover(_cluster.At(0)));
    }

    private HandCommands Commands(string host, string authorization = "") => new(
        [.. _cluster.Nameservers.Select(node => Endpoint.Parse(node.Endpoint))],
        authorization,
        tablet => new NodeDeployment("tablet", tablet, _hosts.Get(HostAddress.Parse(host)), "/opt/open"));

    private static async Task ShellAsync(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await shell.StandardOutput.ReadToEndAsync() + await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, said);
        Assert.Contains("\"code\":0", said, StringComparison.Ordinal);
    }

    /// <summary>It stops, and does not start again.</summary>
    private sealed class Dead(ITabletProcess inner) : ITabletProcess
    {
        public Task<bool> IsRunning(CancellationToken cancellationToken) => inner.IsRunning(cancellationToken);

        public Task<bool> IsUnderMon(CancellationToken cancellationToken) => inner.IsUnderMon(cancellationToken);

        public Task Stop(StepAttempt attempt) => inner.Stop(attempt);

        public Task Start(bool mon, StepAttempt attempt) => throw new InvalidOperationException("no process is running after the start");

        public Task Install(Release version, StepAttempt attempt) => inner.Install(version, attempt);

        public Task Commit(StepAttempt attempt) => inner.Commit(attempt);

        public Task RollBack(StepAttempt attempt) => inner.RollBack(attempt);

        public Task PlanInstall(Release version, PlanBuilder plan) => inner.PlanInstall(version, plan);

        public Task<string?> InstalledVersion(CancellationToken cancellationToken) => inner.InstalledVersion(cancellationToken);
    }
}
