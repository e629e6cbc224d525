using Dapper;
using Nightshift.Runs.Ownership;
using Nightshift.Runs.Store.Sqlite;

namespace Nightshift.Runs.Tests.Support;

/// <summary>A run that is driven into any state of its life, in a real service on a real store, and what there is around it to happen to it.</summary>
internal sealed class Life : IAsyncDisposable
{
    public static readonly TimeSpan Ever = TimeSpan.FromDays(20);
    private readonly Harness _harness = new();
    private readonly Crash _crash = new(int.MaxValue);
    private readonly Owner _self = new("here", "boot", "pids", 1, 1, 1);
    private readonly TaskCompletionSource _work = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _beside = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _back = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _blocker = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualTime? _time;
    private volatile bool _broken;
    private volatile bool _throws;
    private volatile bool _asks;
    private volatile bool _queues;
    private volatile bool _violated;
    private string _members = "3 tablets";

    public Life(bool manualTime = false, TimeSpan? decisionDeadline = null)
    {
        _time = manualTime ? new ManualTime() : null;
        _harness.Options = _harness.Options with
        {
            DecisionDeadline = decisionDeadline ?? Ever,
            PollInterval = manualTime ? TimeSpan.FromMinutes(10) : TimeSpan.FromMilliseconds(20),
            GuardInterval = manualTime ? TimeSpan.FromMinutes(10) : TimeSpan.FromMilliseconds(20),
            QueueRecheck = manualTime ? TimeSpan.FromMinutes(10) : TimeSpan.FromSeconds(30),
        };
    }

    public RunService Runs { get; private set; } = null!;

    public RunId Run { get; private set; }

    public TimeSpan ValidFor { get; set; } = Ever;

    /// <summary>How many have to approve, where that matters.</summary>
    public int Approvers { get; set; } = 2;

    /// <summary>Whether a second branch waits beside the first, between two steps.</summary>
    public bool Branches { get; set; }

    public async Task ToAsync(RunState state)
    {
        _broken = state == RunState.Stopping || (state == RunState.AwaitingDecision && !_asks);
        (_throws, _queues) = (state == RunState.Failed, state == RunState.Queued);
        if (state == RunState.Planned)
        {
            Run = await StoredPlan.CreateAsync(_harness.OpenStore(), _self);
            lock (_harness.Dead) _harness.Dead.Add(_self);
            Runs = _harness.Create(Program());
            await Runs.StartWatchingAsync(default);
            return;
        }
        Runs = await _harness.StartAsync(Program(), new CrashingStore(_harness.OpenStore(), _crash, counted: false), _time, _self);
        if (state == RunState.Queued)
        {
            var blocker = await Harness.SubmitAsync(Runs);
            await Harness.UntilAsync(Runs, blocker, RunState.Running);
        }
        Run = await Harness.SubmitAsync(Runs, approvers: Before(state) ? Approvers : 0, validFor: ValidFor);
        await GoAsync(state);
        await UntilAsync(view => view.Summary.State == state);
    }

    /// <summary>Stands at a safe point because the cluster changed.</summary>
    public async Task ToDriftAsync(int approvers)
    {
        Runs = await _harness.StartAsync(Program(), time: _time, self: _self);
        Run = await Harness.SubmitAsync(Runs, approvers: approvers, validFor: ValidFor);
        foreach (var person in Approving.Take(approvers)) await Runs.ApproveAsync(Run, person, (await ViewAsync()).Plan.Hash, default);
        await UntilAsync(view => view.Steps.Any(step => step.Path.Value == "n1/work"));
        Drift();
        _work.TrySetResult();
        await UntilAsync(view => view is { Summary.State: RunState.Paused, Drifts.Count: 1 });
    }

    public async Task ToQuestionAsync()
    {
        _asks = true;
        await ToAsync(RunState.AwaitingDecision);
    }

    public void Drift() => _members = "2 tablets";

    public void Violate() => _violated = true;

    public void Hold() => _violated = false;

    public void Mend() => _broken = false;

    public void FinishWork() => _work.TrySetResult();

    public void FinishBeside() => _beside.TrySetResult();

    public void FreeTheCluster() => _blocker.TrySetResult();

    public void Advance(TimeSpan by) => _time!.Advance(by);

    /// <summary>The process dies, and another one takes up what it left.</summary>
    public async Task CrashAsync()
    {
        _crash.Kill();
        lock (_harness.Dead) _harness.Dead.Add(_self);
        _harness.Forget(Runs);
        Runs = await _harness.StartAsync(Program());
    }

    /// <summary>Somebody gives the cluster to another run.</summary>
    public async Task TakeLockAwayAsync()
    {
        var other = await Harness.SubmitAsync(Runs, cluster: "elsewhere", approvers: 1, validFor: Ever);
        using var connection = new SqliteConnections(_harness.File).Open();
        connection.Execute("update cluster_locks set run = @other, fence = fence + 1 where cluster = 'demo'", new { other = other.Value });
    }

    public void GiveLockBack()
    {
        using var connection = new SqliteConnections(_harness.File).Open();
        connection.Execute("update cluster_locks set run = null where cluster = 'demo'");
    }

    public async Task<RunView> ViewAsync() => (await Runs.FindAsync(Run, default))!;

    public async Task<RunState> StateAsync() => (await ViewAsync()).Summary.State;

    public Task<RunView> UntilAsync(Func<RunView, bool> condition) => Harness.UntilAsync(Runs, Run, condition);

    public async Task<IReadOnlyList<string>> KindsAsync()
    {
        await using var store = SqliteRunStore.Open(_harness.File);
        return [.. (await store.ReadAsync(Run, 0, default)).Select(row => row.Kind)];
    }

    public async Task UntilAsync(string kind, int times = 1)
    {
        var deadline = DateTime.UtcNow + Harness.Patience;
        while ((await KindsAsync()).Count(known => known == kind) < times)
        {
            if (DateTime.UtcNow > deadline) throw new TimeoutException($"no event {kind}; there are {string.Join(", ", await KindsAsync())}");
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gate in (TaskCompletionSource[])[_work, _beside, _back, _blocker]) gate.TrySetResult();
        await _harness.DisposeAsync();
    }

    private static IEnumerable<PersonId> Approving => [Harness.OnCall, Harness.Third, new("fourth")];

    private static bool Before(RunState state) =>
        state is RunState.AwaitingApproval or RunState.Queued or RunState.Rejected or RunState.Expired;

    private async Task GoAsync(RunState state)
    {
        switch (state)
        {
            case RunState.Queued:
                foreach (var person in Approving.Take(Approvers)) Assert.True((await Runs.ApproveAsync(Run, person, (await ViewAsync()).Plan.Hash, default)).Accepted);
                await UntilAsync(view => view.Summary.Reason is not null);
                break;
            case RunState.Running:
                await UntilAsync(view => view.Steps.Any(step => step.Path.Value == "n1/work"));
                // What a view shows may still be on its way to the disk.
                await UntilAsync("step-intent");
                break;
            case RunState.Paused:
                await UntilAsync(view => view.Steps.Any(step => step.Path.Value == "n1/work"));
                Assert.True((await Runs.PauseAsync(Run, Harness.OnCall, now: false, null, default)).Accepted);
                FinishWork();
                await UntilAsync(view => view.Pause is { At.Count: 1 });
                break;
            case RunState.Stopping:
                await UntilAsync(view => view.Summary.State == RunState.AwaitingDecision);
                Assert.True((await Runs.DecideAsync(Run, Harness.OnCall, Decision.Abort, null, default)).Accepted);
                await UntilAsync(view => view.Steps.Any(step => step.WayOut));
                break;
            case RunState.Rejected:
                Assert.True((await Runs.RejectAsync(Run, Harness.OnCall, "not tonight", default)).Accepted);
                break;
            case RunState.Stopped:
                await UntilAsync(view => view.Steps.Any(step => step.Path.Value == "n1/work"));
                _back.TrySetResult();
                Assert.True((await Runs.AbortAsync(Run, Harness.OnCall, now: true, default)).Accepted);
                break;
            case RunState.Succeeded or RunState.Failed:
                foreach (var gate in (TaskCompletionSource[])[_work, _back]) gate.TrySetResult();
                break;
        }
    }

    private DelegateProgram Program() => new(
        (context, _) => BodyAsync(context),
        () => new Fingerprint(new Dictionary<string, string> { ["members"] = _members }),
        _time is not null ? [] : [new GuardDefinition { Name = "enough tablets", Read = _ => Task.FromResult(new GuardReading(!_violated, _violated ? "1 tablet is left" : "3 tablets")) }]);

    private async Task BodyAsync(IRunContext context)
    {
        if (_queues && context.Run.Value == 1)
        {
            await context.StepAsync(Effect("block", _blocker.Task));
            return;
        }
        var beside = Branches ? BesideAsync(context.Scope("beside")) : Task.CompletedTask;
        await using (new Back(context, Effect("back", _back.Task)))
        {
            if (_asks) await context.AskAsync("question", "go on?", ["yes", "no"]);
            await context.Scope("n1").StepAsync(Effect("work", _work.Task));
            if (_throws && context.Mode == RunMode.Execute) throw new InvalidOperationException("the playbook broke");
            await context.SafePointAsync("before n2", new DriftCheck(["n1"]));
            await context.StepAsync(Effect("more", Task.CompletedTask));
        }
        await beside;
    }

    private async Task BesideAsync(IRunContext context)
    {
        await context.StepAsync(Steps.Observe("look", () => 1));
        if (context.Mode == RunMode.Execute) await _beside.Task;
        await context.SafePointAsync("before n3", new DriftCheck(["n1"]));
    }

    private StepDefinition<Nothing> Effect(string name, Task until) => Steps.Do(
        name,
        attempt => _broken && name == "work" ? throw new IOException("no route") : until.WaitAsync(attempt.CancellationToken),
        () => new Probe<Nothing>.Run(),
        maySkip: true,
        deadline: Ever + Ever);

    private sealed class Back(IRunContext context, StepDefinition<Nothing> step) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await context.WayOut("node").StepAsync(step);
    }
}
