using Nightshift.Bot.PlaybookTests.Boxes;
using Nightshift.Clusters;
using Nightshift.Onebox.Deployment;
using Nightshift.Runs;
using Nightshift.Runs.Faults;

namespace Nightshift.Bot.PlaybookTests;

/// <summary>
/// Runs one command again and again on a cluster in a box, with the faults that are asked for, and judges the cluster after each. A command that names a release names
/// another one each time; a cluster that was left half way is brought to that release before the next one.
/// </summary>
internal sealed class TestBench(TestCluster cluster, TestCommand command, PlaybookTestTimes times, TimeProvider time)
{
    private static readonly RunOptions Options = new()
    {
        WayOutPauses = [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)],
        StoreRetry = TimeSpan.FromMilliseconds(100),
        PollInterval = TimeSpan.FromMilliseconds(250),
    };

    private string? _listedFor;
    private IGoodCluster? _good;
    private int _runs;

    /// <summary>Whether a run that was given up is finished without faults before the next, so that each has everything to do; one that names no release has anyway. Without it the next one begins on
    /// what is there, so long as that is in order.</summary>
    public bool Completes { get; init; } = true;

    private Release Next => cluster.Cluster.Releases[(_runs + 1) % cluster.Cluster.Releases.Count];

    /// <summary>Runs the command without faults.</summary>
    /// <returns>How it went, and the steps that it consists of.</returns>
    public async Task<(TestCase Case, IReadOnlyList<StepPath> Steps)> RunCleanAsync(CancellationToken cancellationToken)
    {
        var plan = FaultPlan.Of();
        _listedFor = Next.Name;
        var clean = await RunAsync(plan, FaultAnswers.Abort, cancellationToken);
        if (clean.Survived && clean.State == RunState.Succeeded) await _good!.AlsoGoodAsync(cancellationToken);
        return (clean, plan.Met);
    }

    /// <summary>Runs the command once with these faults, judges, and leaves a cluster that is in order.</summary>
    /// <param name="faults">By the steps of the clean run. A step that is named after its release is found again under the other one's name.</param>
    /// <exception cref="OneboxException">The cluster could not be brought in order again.</exception>
    public Task<TestCase> RunAsync(IEnumerable<(StepPath Step, FaultKind Kind)> faults, FaultAnswers answers, CancellationToken cancellationToken) => RunAsync(
        FaultPlan.Of(faults.Select(fault => PlannedFault.At(ForNext(fault.Step), fault.Kind))), answers, cancellationToken);

    private StepPath ForNext(StepPath listed) => _listedFor is null ? listed : new StepPath(listed.Value.Replace(_listedFor, Next.Name, StringComparison.Ordinal));

    private async Task<TestCase> RunAsync(FaultPlan plan, FaultAnswers answers, CancellationToken cancellationToken)
    {
        _good ??= await cluster.Box.LookAsync(cancellationToken);
        var release = Next;
        _runs++;
        var began = time.GetTimestamp();
        var (end, problems) = await TryAsync(release, plan, answers, cancellationToken);
        var ended = new TestCase(plan.Struck, end?.Run, end?.Deaths ?? 0, problems, time.GetElapsedTime(began));
        if (!ended.Survived || (Completes && command.NamesRelease && ended.State != RunState.Succeeded)) await BringBackAsync(release, ended.Survived, cancellationToken);
        return ended;
    }

    private async Task<(FaultedRunEnd? End, IReadOnlyList<string> Problems)> TryAsync(Release release, FaultPlan plan, FaultAnswers answers, CancellationToken cancellationToken)
    {
        var database = Path.Combine(cluster.Box.Directory, $"test-{_runs}.db");
        try
        {
            var request = await command.RequestAsync(cluster.Cluster, release, cancellationToken);
            var end = await new FaultedRun(database, cluster.Program, Options, times.Faults, time).RunAsync(request, plan, answers, times.Patience, cancellationToken);
            var problems = await new Judge(_good!, times.Settling, time).JudgeAsync(end, cancellationToken);
            if (problems.Count == 0) Delete(database);
            return (end, problems);
        }
        catch (TimeoutException e)
        {
            return (null, [e.Message, .. await new Judge(_good!, times.Settling, time).OfClusterAsync(cancellationToken)]);
        }
    }

    /// <summary>Does what the run left undone, so that the next one begins where a good one would have ended.</summary>
    private async Task BringBackAsync(Release release, bool inOrder, CancellationToken cancellationToken)
    {
        if (!inOrder)
        {
            // Nobody knows any more who is to lead what: the repaired cluster is the one to compare with from here on.
            await _good!.RepairAsync(cancellationToken);
            _good = await cluster.Box.LookAsync(cancellationToken);
        }

        var (end, problems) = await TryAsync(release, FaultPlan.Of(), FaultAnswers.Abort, cancellationToken);
        if (problems.Count > 0 || end?.Run.Summary.State != RunState.Succeeded)
            throw new OneboxException($"the cluster could not be brought in order again: {string.Join("; ", problems.Append($"{end?.Run.Summary.State} {end?.Run.Summary.Reason}"))}");

        // A repair leaves its traces in what a cluster remembers.
        if (!inOrder) _good = await cluster.Box.LookAsync(cancellationToken);
    }

    private static void Delete(string database)
    {
        foreach (var suffix in (string[])["", "-wal", "-shm"]) File.Delete(database + suffix);
    }
}
