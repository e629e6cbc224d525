using Nightshift.Bot.PlaybookTests;
using Nightshift.EndToEnd.Support;
using Nightshift.Runs;
using Nightshift.Runs.Faults;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd;

/// <summary>
/// Every step of an upgrade meets every kind of fault: a pass has a fault at every step, the kinds shifted by one from pass to pass, so that seven passes cover every
/// pair. With <c>NIGHTSHIFT_SWEEP=all</c> all tablets are upgraded, which takes three times as long. What each fault does alone is told by <c>playbooks test</c>.
/// </summary>
public sealed class SweepTests(SweepBox box, ITestOutputHelper output) : IClassFixture<SweepBox>
{
    private const string Upgrade = "openmldb/upgrade-tablet.csx";
    private const string Table = "demo.orders";
    private const int Seed = 20_261_120;
    private const int StepsPerAnswer = 2;

    private static readonly bool All = Environment.GetEnvironmentVariable("NIGHTSHIFT_SWEEP") == "all";

    // On a busy machine a short deadline may also pass before the step that is to hang has begun.
    private static readonly FaultAnswers Patient = new() { ToFailure = (_, before) => before < 3 ? Decision.Retry : Decision.Abort };

    [Fact]
    public async Task Upgrade_EveryKindOfFaultAtEveryStep_SucceedsWithTheClusterAsBeforeAndLosesNothing()
    {
        var bench = await box.BenchAsync(Upgrade, await CommandAsync());
        var (clean, steps) = await bench.RunCleanAsync(default);
        output.WriteLine($"without faults: {clean.State} in {clean.Took.TotalSeconds:0.0} s, {steps.Count} steps");
        Assert.Equal(RunState.Succeeded, clean.State);
        var struck = 0;
        var problems = new List<string>();
        await using var writers = await Writers.StartAsync(box.Raw, Table, pause: 100);
        for (var pass = 0; pass < FaultKinds.All.Count; pass++)
        {
            var ended = await bench.RunAsync(steps.Select((step, at) => (step, FaultKinds.All[(at + pass) % FaultKinds.All.Count])), Patient, default);
            Tell($"pass {pass + 1}", ended);
            struck += ended.Struck.Distinct().Count();
            problems.AddRange(ended.Problems.Select(problem => $"pass {pass + 1}: {problem}"));
            if (ended.State != RunState.Succeeded) problems.Add($"pass {pass + 1} ended {ended.State}: {ended.Run?.Summary.Reason}");
        }

        var lost = await writers.LostAsync();
        output.WriteLine($"{struck} of {steps.Count * FaultKinds.All.Count} pairs of step and fault struck, {problems.Count} not survived");
        output.WriteLine($"{writers.Acknowledged} writes acknowledged, {writers.Refused} refused, {lost.Count} lost");
        Assert.Empty(problems);
        Assert.Equal(steps.Count * FaultKinds.All.Count, struck);
        Assert.Empty(lost);
        Assert.True(writers.Acknowledged > 300, "there was no load to speak of");
    }

    /// <summary>Of all tablets, or of one that leads a partition with one replica, so that every kind of step comes up.</summary>
    private async Task<string> CommandAsync()
    {
        if (All) return "/upgrade tablet all --version 0.9.3";
        var partitions = await box.Raw.PartitionsAsync() ?? throw new InvalidOperationException("the box does not tell its partitions");
        return $"/upgrade tablet {partitions.First(partition => partition is { Replicas.Count: 1, Leader: not null }).Leader} --version 0.9.3";
    }

    [Fact]
    public async Task Upgrade_FaultAnsweredWithAbort_EndsWithEverythingPutBack()
    {
        var bench = await box.BenchAsync(Upgrade, await CommandAsync(), completes: false);
        var (clean, steps) = await bench.RunCleanAsync(default);
        Assert.Equal(RunState.Succeeded, clean.State);
        var random = new Random(Seed);
        var cases = 0;
        var problems = new List<string>();
        foreach (var (kind, answers, name) in new[]
        {
            (FaultKind.Fails, FaultAnswers.Abort, "abort"), (FaultKind.Hangs, FaultAnswers.Abort, "abort"), (FaultKind.Hangs, FaultAnswers.AbortAtOnce, "abort now"),
        })
        {
            for (var i = 0; i < StepsPerAnswer; i++)
            {
                var step = steps[random.Next(steps.Count)];
                var ended = await bench.RunAsync([(step, kind)], answers, default);
                cases++;
                Tell($"{kind.Word()} at '{step}', {name}", ended);
                problems.AddRange(ended.Problems.Select(problem => $"{kind.Word()} at '{step}', {name}: {problem}"));
                if (ended.Struck.Count != 1) problems.Add($"{kind.Word()} at '{step}' did not strike");
            }
        }

        output.WriteLine($"seed {Seed}: {cases} cases, {problems.Count} problems");
        Assert.Empty(problems);
    }

    [Fact]
    public async Task CarelessPlaybook_FailureInTheMiddle_IsNotSurvivedAndTheClusterIsBroughtBack()
    {
        var folder = Directory.CreateTempSubdirectory("careless-");
        try
        {
            var file = Path.Combine(folder.CreateSubdirectory("openmldb").FullName, "careless.csx");
            await File.WriteAllTextAsync(file, """
                [Command("restart careless", "Gives nothing back when it fails")]
                record Options(Nodes<Tablet> Endpoint);
                await OneByOne(options.Endpoint, async tablet =>
                {
                    var drained = await tablet.Drain(true);
                    await tablet.Stop();
                    await tablet.Start();
                    await tablet.CatchUp();
                    await drained.DisposeAsync();
                });
                """);
            var bench = await box.BenchAsync(file, $"/restart careless {box.Tablet(1)}");
            var (clean, steps) = await bench.RunCleanAsync(default);
            Assert.True(clean is { Survived: true, State: RunState.Succeeded }, $"{clean.State}: {clean.Run?.Summary.Reason} {string.Join("; ", clean.Problems)}");

            var ended = await bench.RunAsync([(steps.First(step => step.Value.EndsWith("stop process", StringComparison.Ordinal)), FaultKind.Fails)], FaultAnswers.Abort, default);

            Tell("careless", ended);
            Assert.False(ended.Survived);
            Assert.Contains("auto_failover is false", ended.Problems);
            Assert.Contains(ended.Problems, problem => problem.StartsWith("demo.orders/", StringComparison.Ordinal));
            Assert.Equal("true", await box.Raw.AutoFailoverAsync());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Tell(string what, TestCase ended) => output.WriteLine(
        $"{what}: {ended.State} in {ended.Took.TotalSeconds:0.0} s, {ended.Struck.Count} faults, {ended.Deaths} deaths{string.Concat(ended.Problems.Select(problem => $"; {problem}"))}");
}
