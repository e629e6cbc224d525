using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Runs.Ownership;
using Nightshift.Runs.Store;
using Nightshift.Runs.Store.Sqlite;

namespace Nightshift.Runs.Faults;

/// <summary>
/// Carries one run to its end in this process as if in several: whenever a fault kills the one that has it, another one on the same database takes it over.
/// Failed steps are answered by rule.
/// </summary>
/// <param name="database">Path of an SQLite file; made when missing.</param>
/// <param name="program">Carries out the request, without any faults of its own.</param>
/// <param name="options">For every process; <see cref="RunOptions.Database"/> is not looked at.</param>
public sealed class FaultedRun(
    string database, IRunProgram program, RunOptions options, FaultTimes times, TimeProvider time, ILogger<RunService>? log = null)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private static readonly PersonId OnCall = new("oncall");
    private static int _processes;

    /// <exception cref="TimeoutException">The run did not end; what it was waiting for.</exception>
    public async Task<FaultedRunEnd> RunAsync(RunRequest request, FaultPlan plan, FaultAnswers answers, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var course = new Course(plan, answers, time);
        try
        {
            for (var deaths = 0; ; deaths++)
            {
                if (await LiveAsync(request, course, either.Token) is { } end) return new FaultedRunEnd(end, deaths, plan.Struck);
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"run {course.Run} did not end within {patience}: {course.Last}");
        }
    }

    /// <summary>The life of one process; null when it died before the run ended.</summary>
    private async Task<RunView?> LiveAsync(RunRequest request, Course course, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _processes);
        using var process = new MortalProcess(new Owner("faults", "boot", "pids", number, number, 1), time);
        await using var store = new FaultyStore(SqliteRunStore.Open(database), process);
        await using var runs = new RunService(
            store, new FaultyProgram(program, course.Plan, times, process), options, time, log ?? NullLogger<RunService>.Instance, new MortalOwners(process.Owner));
        await runs.StartAsync(cancellationToken);
        course.Run ??= await SubmitAsync(runs, request, cancellationToken);
        while (!process.IsDead)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await course.GoOnAsync(runs, cancellationToken) is { } ended) return ended;
            await Task.Delay(Glance, time, cancellationToken);
        }

        return null;
    }

    private static async Task<RunId> SubmitAsync(RunService runs, RunRequest request, CancellationToken cancellationToken)
    {
        var plan = await runs.PlanAsync(request, cancellationToken);
        return await runs.SubmitAsync(request, plan, new ApprovalPolicy(0, TimeSpan.FromHours(1)), cancellationToken);
    }

    /// <summary>What is known of the run over all its processes.</summary>
    private sealed class Course(FaultPlan plan, FaultAnswers answers, TimeProvider time)
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
        private readonly Dictionary<StepPath, int> _asked = [];
        private bool _aborted;
        private long? _resumed;

        public FaultPlan Plan => plan;

        public RunId? Run { get; set; }

        /// <summary>What the run was at last, in a sentence.</summary>
        public string Last { get; private set; } = "it was not submitted";

        /// <summary>Looks at the run and answers what it asks; the run once it has ended, null also while its store fails.</summary>
        public async Task<RunView?> GoOnAsync(RunService runs, CancellationToken cancellationToken)
        {
            try
            {
                var view = await runs.FindAsync(Run!.Value, cancellationToken);
                if (view is null || view.Summary.State.IsFinal()) return view;
                Last = Sentence(view);
                await AnswerAsync(runs, view, cancellationToken);
                return null;
            }
            catch (Exception e) when (e is StoreException or FencedException)
            {
                return null;
            }
        }

        private async Task AnswerAsync(RunService runs, RunView view, CancellationToken cancellationToken)
        {
            if (answers.AbortNow && !_aborted && plan.Struck.Count > 0)
                _aborted = (await runs.AbortAsync(view.Summary.Id, OnCall, now: true, cancellationToken)).Accepted;
            if (view.Summary.State == RunState.Paused) await ResumeAsync(runs, view.Summary.Id, cancellationToken);
            foreach (var step in view.Steps.Where(step => step.State == StepState.AwaitingDecision))
            {
                if (step.Choices.Count > 0)
                {
                    await runs.AnswerAsync(view.Summary.Id, OnCall, step.Choices[0], step.Path, cancellationToken);
                    continue;
                }

                var before = _asked.GetValueOrDefault(step.Path);
                var answer = await runs.DecideAsync(view.Summary.Id, OnCall, answers.ToFailure(step, before), step.Path, cancellationToken);
                if (answer.Accepted) _asked[step.Path] = before + 1;
            }
        }

        /// <summary>A guard that holds again lets the run go on; while it does not, this is refused, and tried again later: each refusal is journaled.</summary>
        private async Task ResumeAsync(RunService runs, RunId run, CancellationToken cancellationToken)
        {
            if (_resumed is { } last && time.GetElapsedTime(last) < Patience) return;
            _resumed = time.GetTimestamp();
            await runs.ResumeAsync(run, OnCall, anyway: false, cancellationToken);
        }

        private static string Sentence(RunView view)
        {
            var steps = view.Steps.Where(step => step.State is StepState.Running or StepState.AwaitingDecision).Select(step => $"'{step.Path}' {step.State}: {step.WaitsFor}");
            return $"{view.Summary.State} ({view.Summary.Reason}); {string.Join("; ", steps)}";
        }
    }
}
