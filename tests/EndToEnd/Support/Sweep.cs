using Nightshift.Bot.PlaybookTests;
using Nightshift.Runs;
using Nightshift.Runs.Faults;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd.Support;

/// <summary>One command of a shipped playbook, run again and again with faults; everything is counted and told.</summary>
internal sealed class Sweep(TestBench bench, ITestOutputHelper output)
{
    private const int StepsPerAnswer = 2;

    // On a busy machine a short deadline may also pass before the step that is to hang has begun.
    private static readonly FaultAnswers Patient = new() { ToFailure = (_, before) => before < 3 ? Decision.Retry : Decision.Abort };

    private readonly List<string> _problems = [];

    /// <summary>Everything that was not survived so far.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Of the run without faults.</summary>
    public IReadOnlyList<StepPath> Steps { get; private set; } = [];

    /// <summary>Pairs of step and fault that were to strike so far, and those that did.</summary>
    public int Pairs { get; private set; }

    public int Struck { get; private set; }

    /// <param name="file">In full, or by its path below <c>scripts</c>.</param>
    /// <param name="settling">What is to be found wrong need not be waited for; null waits as long as usual.</param>
    public static async Task<Sweep> OfAsync(TestCluster cluster, string file, string? command, ITestOutputHelper output, bool completes = true, TimeSpan? settling = null)
    {
        var check = await cluster.Playbooks.CheckAsync([Path.Combine(Repository.Scripts, file)], default);
        Assert.Empty(check.Faults);
        var times = new PlaybookTestTimes
        {
            Faults = new FaultTimes { Hang = TimeSpan.FromMilliseconds(500), FullDisk = TimeSpan.FromMilliseconds(250) },
            Patience = TimeSpan.FromMinutes(30),
        };
        if (settling is { } patience) times = times with { Settling = patience };
        var typed = TestCommand.Of(check.Good[0].Playbook!, command, cluster.Cluster.Releases, await cluster.Box.EndpointsAsync(default));
        return new Sweep(new TestBench(cluster, typed, times, TimeProvider.System) { Completes = completes }, output);
    }

    public async Task CleanAsync()
    {
        (var clean, Steps) = await bench.RunCleanAsync(default);
        Tell("without faults", clean);
        Assert.True(clean is { Survived: true, State: RunState.Succeeded }, $"{clean.State}: {clean.Run?.Summary.Reason} {string.Join("; ", clean.Problems)}");
    }

    /// <summary>A pass has a fault at every step, the kinds shifted by one from pass to pass, so that seven passes cover every pair. Each has to succeed.</summary>
    /// <param name="passes">Null makes all seven.</param>
    public async Task PassesAsync(int? passes = null)
    {
        for (var pass = 0; pass < (passes ?? FaultKinds.All.Count); pass++)
        {
            var ended = await bench.RunAsync(Steps.Select((step, at) => (step, FaultKinds.All[(at + pass) % FaultKinds.All.Count])), Patient, default);
            Tell($"pass {pass + 1}", ended);
            Pairs += Steps.Count;
            Struck += ended.Struck.Distinct().Count();
            _problems.AddRange(ended.Problems.Select(problem => $"pass {pass + 1}: {problem}"));
            if (ended.State != RunState.Succeeded) _problems.Add($"pass {pass + 1} ended {ended.State}: {ended.Run?.Summary.Reason}");
        }

        output.WriteLine($"{Struck} of {Pairs} pairs of step and fault struck, {_problems.Count} not survived");
    }

    /// <summary>Some steps by chance, each failing or hanging, and the run given up for it or at once.</summary>
    public async Task AbortsAsync(int seed)
    {
        var random = new Random(seed);
        foreach (var (kind, answers, name) in new[]
        {
            (FaultKind.Fails, FaultAnswers.Abort, "abort"), (FaultKind.Hangs, FaultAnswers.Abort, "abort"), (FaultKind.Hangs, FaultAnswers.AbortAtOnce, "abort now"),
        })
        {
            for (var i = 0; i < StepsPerAnswer; i++)
            {
                var what = await OneAsync(Steps[random.Next(Steps.Count)], kind, answers, name);
                _problems.AddRange(what.Problems);
            }
        }

        output.WriteLine($"seed {seed}: {_problems.Count} problems");
    }

    /// <summary>One fault at one step.</summary>
    public async Task<TestCase> OneAsync(StepPath step, FaultKind kind, FaultAnswers answers, string name)
    {
        var ended = await bench.RunAsync([(step, kind)], answers, default);
        var what = $"{kind.Word()} at '{step}', {name}";
        Tell(what, ended);
        string[] missed = ended.Struck.Count == 1 ? [] : ["it did not strike"];
        return ended with { Problems = [.. ended.Problems.Concat(missed).Select(problem => $"{what}: {problem}")] };
    }

    private void Tell(string what, TestCase ended) => output.WriteLine(
        $"{what}: {ended.State} in {ended.Took.TotalSeconds:0.0} s, {ended.Struck.Count} faults, {ended.Deaths} deaths{string.Concat(ended.Problems.Select(problem => $"; {problem}"))}");
}
