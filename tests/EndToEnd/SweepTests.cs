using Nightshift.Bot.PlaybookTests;
using Nightshift.EndToEnd.Support;
using Nightshift.Runs;
using Nightshift.Runs.Faults;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd;

/// <summary>
/// Every step of <c>/upgrade tablet all</c> meets every kind of fault: a pass has a fault at every step, the kinds shifted by one from pass to pass, so that
/// seven passes cover every pair. What single faults do alone is told by <c>playbooks test</c>.
/// </summary>
public sealed class SweepTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_120;
    private const int Aborted = 6;

    [Fact]
    public async Task UpgradeAll_EveryKindOfFaultAtEveryStep_EndsWithTheClusterAsBefore()
    {
        await using var box = await SweepBox.UpAsync();
        var (clean, steps) = await box.Bench.RunCleanAsync(default);
        output.WriteLine($"without faults: {clean.State} in {clean.Took.TotalSeconds:0.0} s, {steps.Count} steps");
        Assert.Equal(RunState.Succeeded, clean.State);
        var kinds = FaultKinds.All;
        var struck = new HashSet<(string, FaultKind)>();
        var problems = new List<string>();
        for (var pass = 0; pass < kinds.Count; pass++)
        {
            var faults = steps.Select((step, at) => (step, kinds[(at + pass) % kinds.Count]));
            var ended = await box.Bench.RunAsync(faults, FaultAnswers.Retry, default);
            output.WriteLine($"pass {pass + 1}: {ended.State} in {ended.Took.TotalSeconds:0.0} s, {ended.Struck.Count} faults, {ended.Deaths} deaths; {string.Join("; ", ended.Problems)}");
            foreach (var fault in ended.Struck) struck.Add((fault.Path!.Value.Value, fault.Kind));
            problems.AddRange(ended.Problems.Select(problem => $"pass {pass + 1}: {problem}"));
            if (ended.State != RunState.Succeeded) problems.Add($"pass {pass + 1} ended {ended.State}: {ended.Run?.Summary.Reason}");
        }

        output.WriteLine($"{struck.Count} of {steps.Count * kinds.Count} pairs of step and fault struck");
        Assert.Empty(problems);
        Assert.Equal(steps.Count * kinds.Count, struck.Count);
    }
}
