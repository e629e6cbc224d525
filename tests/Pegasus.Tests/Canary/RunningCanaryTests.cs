using Nightshift.Clusters;
using Nightshift.Pegasus.Canary;
using Nightshift.Pegasus.Client;
using Nightshift.Runs;
using Nightshift.Runs.Store.Sqlite;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Nightshift.Pegasus.Tests.Canary;

/// <summary>The canary as a playbook has it, in a real run with its journal and guards.</summary>
public sealed class RunningCanaryTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nightshift-canary-").FullName;
    private readonly FakeTable _table = new(8);
    private readonly IPegasusClient _client = Substitute.For<IPegasusClient>();
    private SqliteRunStore _store = null!;
    private Canaries _canaries = null!;

    public Task InitializeAsync()
    {
        _store = SqliteRunStore.Open(Path.Combine(_folder, "runs.db"));
        _client.Table(default!, default).ReturnsForAnyArgs(_table);
        _client.Meta.ListApps(default).ReturnsForAnyArgs([new AppInfo(2, "nightshift_canary", "pegasus", AppStatus.Available, 8, 3, new Dictionary<string, string>(), false, false)]);
        _client.Meta.QueryConfig("", default).ReturnsForAnyArgs(new AppPartitions(2, 8,
            [.. Enumerable.Range(0, 8).Select(i => new PartitionConfig(new Gpid(2, i), 3, 3, FakeTable.Server(0), [FakeTable.Server(1), FakeTable.Server(2)], [], 0, 0))]));
        _canaries = Begin();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _canaries.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Run_WithCanary_EndsWithItsReport()
    {
        var ended = await Run(_canaries, async context =>
        {
            await using var canary = await RunningCanary.Begin(context, _canaries, null);
            await Work(context, () => _table.Puts > 100);
        });

        Assert.Equal(RunState.Succeeded, ended.Summary.State);
        Assert.Matches(@"^canary: \d+ writes to 8 partitions, 0 refused, 0 lost", Step(ended, "canary report").Report);
        Assert.Equal("the canary writes to nightshift_canary", Step(ended, "begin canary").Report);
        var puts = _table.Puts;
        Assert.True(puts > 100);
    }

    [Fact]
    public async Task Run_AcknowledgedWriteLost_DoesNotSucceed()
    {
        var dropped = 0;
        _table.OnPut = (partition, write) =>
        {
            if (partition != 1 || Interlocked.Increment(ref dropped) != 3) write();
            return Task.CompletedTask;
        };

        var ended = await Run(_canaries, async context =>
        {
            await using var canary = await RunningCanary.Begin(context, _canaries, null);
            await Work(context, () => _table.Puts > 100);
        });

        Assert.Equal(RunState.Failed, ended.Summary.State);
        Assert.Contains("1 lost (first 3 of partition 1)", ended.Summary.Reason, StringComparison.Ordinal);
        Assert.Contains("1 lost (first 3 of partition 1)", Step(ended, "canary report").Report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TableCannotBeOpened_GoesOnWithoutAndSaysSo()
    {
        _client.Meta.ListApps(default).ThrowsAsyncForAnyArgs(FakeTable.Refusal(ErrorNames.AclDeny));

        var ended = await Run(_canaries, async context =>
        {
            await using var canary = await RunningCanary.Begin(context, _canaries, null);
            await Work(context, () => true);
        });

        Assert.Equal(RunState.Succeeded, ended.Summary.State);
        Assert.StartsWith("no canary works: nobody can tell whether table nightshift_canary is there", Step(ended, "begin canary").Report, StringComparison.Ordinal);
        Assert.StartsWith("canary: nothing was written: nobody can tell", Step(ended, "canary report").Report, StringComparison.Ordinal);
        Assert.Equal(0, _table.Puts);
    }

    [Fact]
    public async Task Run_SwitchedOff_WritesNothing()
    {
        await using var off = new Canaries(_client, new CanarySettings { Enabled = false }, TimeProvider.System);

        var ended = await Run(off, async context =>
        {
            await using var canary = await RunningCanary.Begin(context, off, null);
        });

        Assert.Equal(RunState.Succeeded, ended.Summary.State);
        Assert.Equal("no canary works: it is switched off in the configuration", Step(ended, "begin canary").Report);
        Assert.Equal(0, _table.Puts);
    }

    [Fact]
    public async Task Run_ProgramRestarted_ProbesAnewAndTheReportSaysSo()
    {
        RunId run;
        await using (var first = Service(_canaries, async context =>
        {
            await using var canary = await RunningCanary.Begin(context, _canaries, null);
            await Work(context, () => false);
        }))
        {
            await first.StartAsync(default);
            run = await Submit(first);
            await Wait.Until(() => _table.Puts > 50, "the canary of the first process writes");
        }

        await _canaries.DisposeAsync();
        var before = _table.Puts;

        await using var canaries = Begin();
        await using var second = Service(canaries, async context =>
        {
            await using var canary = await RunningCanary.Begin(context, canaries, null);
            await Work(context, () => _table.Puts > before + 50);
        });
        await second.StartAsync(default);
        var ended = await second.WaitForEndAsync(run, default).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(RunState.Succeeded, ended.Summary.State);
        Assert.Contains("begun anew after the program was restarted: the counts of the process before are lost", Step(ended, "canary report").Report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_WithCanary_TellsWhatItWouldDoAndDoesNothing()
    {
        _client.Meta.ListApps(default).ReturnsForAnyArgs([]);
        _client.Meta.ListNodes(default).ReturnsForAnyArgs([.. Enumerable.Range(0, 3).Select(i => new NodeInfo(FakeTable.Server(i), true))]);
        await using var runs = Service(_canaries, async context =>
        {
            await using var canary = await RunningCanary.Begin(context, _canaries, TimeSpan.FromSeconds(30));
        });

        var plan = await runs.PlanAsync(Request, default);

        Assert.Contains("makes table nightshift_canary with 8 partitions x 3", plan.Steps.SelectMany(step => step.Details));
        Assert.Contains(plan.Steps.SelectMany(step => step.Details), detail => detail.Contains("the run holds when one goes without for 30.0 s", StringComparison.Ordinal));
        Assert.Empty(plan.Obstacles);
        Assert.Equal(0, _table.Puts);
        await _client.Meta.DidNotReceiveWithAnyArgs().CreateTable(default!, default, default, default);
    }

    private static RunRequest Request => new("simulated", "/restart pegasus ha", "restart.csx", "{}", [new SourceFile("restart.csx", "")], new PersonId("operator"), "test");

    private Canaries Begin() => new(_client, new CanarySettings { Rate = 100 }, TimeProvider.System);

    private static StepView Step(RunView run, string name) => run.Steps.Single(step => step.Path.Name == name);

    private static Task<Nothing> Work(IRunContext context, Func<bool> until) => context.StepAsync(new StepDefinition<Nothing>
    {
        Name = "work",
        Description = "work",
        Kind = StepKind.Gate,
        Execute = async attempt =>
        {
            while (!until()) await Task.Delay(10, attempt.CancellationToken);
            return Nothing.Value;
        },
    });

    private RunService Service(Canaries canaries, Func<IRunContext, Task> playbook) =>
        new(_store, new Guarded(playbook, canaries), new RunOptions { WayOutPauses = [], DecisionDeadline = TimeSpan.Zero, GuardInterval = TimeSpan.FromMilliseconds(50) });

    private async Task<RunView> Run(Canaries canaries, Func<IRunContext, Task> playbook)
    {
        await using var runs = Service(canaries, playbook);
        await runs.StartAsync(default);
        return await runs.WaitForEndAsync(await Submit(runs), default).WaitAsync(TimeSpan.FromMinutes(1));
    }

    private static async Task<RunId> Submit(RunService runs) =>
        await runs.SubmitAsync(Request, await runs.PlanAsync(Request, default), new ApprovalPolicy(0, TimeSpan.Zero), default);

    private sealed class Guarded(Func<IRunContext, Task> playbook, Canaries canaries) : IRunProgram
    {
        public Task ExecuteAsync(RunRequest request, IRunContext context, CancellationToken cancellationToken) => playbook(context);

        public Task<Fingerprint> FingerprintAsync(RunRequest request, CancellationToken cancellationToken) => Task.FromResult(Fingerprint.Empty);

        public IReadOnlyList<GuardDefinition> Guards(RunRequest request, Func<RunView> view) =>
            [CanaryGuard.Of(new GuardContext(new RunInHand(view, ["replica"], TimeProvider.System)), canaries)];
    }
}
