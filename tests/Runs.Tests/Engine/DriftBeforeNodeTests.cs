using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Engine;

public class DriftBeforeNodeTests
{
    private readonly Dictionary<string, string> _facts = new()
    {
        ["auto_failover"] = "true",
        ["tablet n1"] = "online, 0.9.2",
        ["tablet n2"] = "online, 0.9.2",
        ["tablet n12"] = "online, 0.9.2",
        ["table 5"] = "0:n1*,n2;1:n2*,n12",
    };

    private readonly Dictionary<string, Action> _upgrades = [];

    public DriftBeforeNodeTests()
    {
        foreach (var node in (string[])["n1", "n2"]) _upgrades[node] = () => _facts[$"tablet {node}"] = "online, 0.9.3";
    }

    [Fact]
    public async Task Nodes_ChangedByTheRunItself_AreExpected()
    {
        await using var harness = new Harness();
        _upgrades["n1"] += () => _facts["table 5"] = "0:n1,n2*;1:n2*,n12";
        var runs = await harness.StartAsync(Program());

        var view = await RunAsync(runs);

        Assert.Equal((RunState.Succeeded, null), (view.Summary.State, view.Summary.Reason));
        Assert.Empty(view.Drifts);
    }

    [Theory]
    [InlineData("tablet n12", "offline, 0.9.2", "tablet n12: online, 0.9.2 → offline, 0.9.2")]
    [InlineData("table 5", "0:n1*,n2;1:n2,n12*", "table 5: 0:n1*,n2;1:n2*,n12 → 0:n1*,n2;1:n2,n12*")]
    [InlineData("tables", "unknown (no answer)", "tables: absent → unknown (no answer)")]
    [InlineData("auto_failover", "false", "auto_failover: true → false")]
    public async Task Cluster_ChangedByOthers_IsConfirmedByOthersThanTheRequester(string key, string value, string difference)
    {
        await using var harness = new Harness();
        _upgrades["n1"] += () => _facts[key] = value;
        var runs = await harness.StartAsync(Program());
        var run = await SubmitAsync(runs, approvers: 1);
        var planned = (await runs.FindAsync(run, default))!.Plan.Hash;
        await runs.ApproveAsync(run, OnCall, planned, default);

        var stands = await UntilAsync(runs, run, RunState.Paused);
        Assert.Equal($"the cluster changed: {difference}; /approve 1 {stands.ConfirmHash![..12]} lets it go on, /abort 1 ends it", stands.Summary.Reason);
        Assert.Equal([difference], stands.Drifts[0].Differences);
        Assert.Equal(stands.Drifts[0].Hash, stands.ConfirmHash);
        Assert.DoesNotContain(stands.Steps, step => step.Path.Value.StartsWith("tablet n2/", StringComparison.Ordinal));

        Assert.False((await runs.ApproveAsync(run, Operator, stands.ConfirmHash!, default)).Accepted);
        Assert.False((await runs.ApproveAsync(run, OnCall, planned, default)).Accepted);
        Assert.False((await runs.ResumeAsync(run, OnCall, anyway: true, default)).Accepted);
        Assert.Equal(RunState.Paused, (await runs.FindAsync(run, default))!.Summary.State);
        Assert.True((await runs.ApproveAsync(run, OnCall, stands.ConfirmHash!, default)).Accepted);

        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, run)).Summary.State);
    }

    [Fact]
    public async Task Confirmation_WhereThePolicyAsksForNobody_IsAnybodysAlsoByResume()
    {
        await using var harness = new Harness();
        _upgrades["n1"] += () => _facts["tablet n12"] = "offline, 0.9.2";
        var runs = await harness.StartAsync(Program());
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, RunState.Paused);

        Assert.True((await runs.ResumeAsync(run, Operator, anyway: false, default)).Accepted);

        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, run)).Summary.State);
    }

    [Fact]
    public async Task Confirmation_ByTwo_NeedsTwoAndCanBeTakenBack()
    {
        await using var harness = new Harness();
        _upgrades["n1"] += () => _facts["tablet n12"] = "offline, 0.9.2";
        var runs = await harness.StartAsync(Program());
        var run = await SubmitAsync(runs, approvers: 2);
        var planned = (await runs.FindAsync(run, default))!.Plan.Hash;
        await runs.ApproveAsync(run, OnCall, planned, default);
        await runs.ApproveAsync(run, Third, planned, default);
        var hash = (await UntilAsync(runs, run, RunState.Paused)).ConfirmHash!;

        Assert.True((await runs.ApproveAsync(run, OnCall, hash, default)).Accepted);
        Assert.False((await runs.ApproveAsync(run, OnCall, hash, default)).Accepted);
        Assert.True((await runs.WithdrawAsync(run, OnCall, default)).Accepted);
        Assert.True((await runs.ApproveAsync(run, Third, hash, default)).Accepted);
        Assert.Equal(RunState.Paused, (await runs.FindAsync(run, default))!.Summary.State);
        Assert.True((await runs.ApproveAsync(run, OnCall, hash, default)).Accepted);

        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, run)).Summary.State);
    }

    [Fact]
    public async Task Cluster_ChangedAgainAfterTheConfirmation_IsAskedAboutAgain()
    {
        await using var harness = new Harness();
        _upgrades["n1"] += () => _facts["tablet n12"] = "offline, 0.9.2";
        var runs = await harness.StartAsync(Program());
        var run = await SubmitAsync(runs);
        var first = await UntilAsync(runs, run, RunState.Paused);
        _facts["auto_failover"] = "false";
        await runs.ApproveAsync(run, Operator, first.ConfirmHash!, default);

        var second = await UntilAsync(runs, run, view => view.ConfirmHash is { } hash && hash != first.ConfirmHash);
        Assert.Equal(["auto_failover: true → false"], second.Drifts[0].Differences);
        await runs.AbortAsync(run, OnCall, now: false, default);

        Assert.Equal(RunState.Stopped, (await EndAsync(runs, run)).Summary.State);
    }

    [Fact]
    public async Task Process_StoppedWhileAChangeAwaitsConfirmation_AsksTheSameAgain()
    {
        await using var harness = new Harness();
        _upgrades["n1"] += () => _facts["tablet n12"] = "offline, 0.9.2";
        var runs = await harness.StartAsync(Program());
        var run = await SubmitAsync(runs, approvers: 1);
        await runs.ApproveAsync(run, OnCall, (await runs.FindAsync(run, default))!.Plan.Hash, default);
        var before = await UntilAsync(runs, run, RunState.Paused);
        await runs.StopAsync(default);

        var next = await harness.StartAsync(Program());
        var stands = await UntilAsync(next, run, view => view.ConfirmHash is not null);
        Assert.Equal((RunState.Paused, before.ConfirmHash), (stands.Summary.State, stands.ConfirmHash));
        Assert.True((await next.ApproveAsync(run, OnCall, stands.ConfirmHash!, default)).Accepted);

        Assert.Equal(RunState.Succeeded, (await EndAsync(next, run)).Summary.State);
        Assert.Null((await harness.VerifyAsync(run)).Broken);
    }

    [Fact]
    public async Task Cluster_ChangedWhereNobodyIsAsked_GivesTheRunUp()
    {
        await using var harness = new Harness();
        harness.Options = harness.Options with { DecisionDeadline = TimeSpan.Zero };
        _upgrades["n1"] += () => _facts["tablet n12"] = "offline, 0.9.2";
        var runs = await harness.StartAsync(Program());

        var view = await RunAsync(runs);

        Assert.Equal(
            (RunState.Failed, "before n2: the cluster changed: tablet n12: online, 0.9.2 → offline, 0.9.2; nobody is asked"), (view.Summary.State, view.Summary.Reason));
        Assert.DoesNotContain(view.Steps, step => step.Path.Value.StartsWith("tablet n2/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Difference_ThatIsGoneAtAnotherLook_AsksNobody()
    {
        await using var harness = new Harness();
        var looks = 0;
        var runs = await harness.StartAsync(new DelegateProgram(
            (context, _) => OneByOneAsync(context),
            () => new Fingerprint(Interlocked.Increment(ref looks) == 4 ? new Dictionary<string, string>(_facts) { ["tablet n12"] = "unknown (no answer)" } : new Dictionary<string, string>(_facts))));

        var view = await RunAsync(runs);

        Assert.Equal((RunState.Succeeded, 5), (view.Summary.State, looks));
        Assert.DoesNotContain(view.Steps, step => step.Report is not null);
    }

    [Fact]
    public async Task Effects_OutsideOfAnyNode_BecomeTheBaseline()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(new DelegateProgram(
            async (context, stopping) =>
            {
                await context.StepAsync(Steps.Do("recover", () => _facts["table 5"] = "0:n2*,n12;1:n2*,n12"), stopping);
                await OneByOneAsync(context);
            },
            Now));

        Assert.Equal(RunState.Succeeded, (await RunAsync(runs)).Summary.State);
    }

    private Fingerprint Now() => new(new Dictionary<string, string>(_facts));

    private DelegateProgram Program() => new((context, _) => OneByOneAsync(context), Now);

    private async Task OneByOneAsync(IRunContext context)
    {
        string? last = null;
        foreach (var node in (string[])["n1", "n2"])
        {
            await context.SafePointAsync($"before {node}", new DriftCheck(last is null ? [] : [last]));
            await context.Scope($"tablet {node}").StepAsync(Steps.Do("upgrade", _upgrades[node]));
            last = node;
        }
    }
}
