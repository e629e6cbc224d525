using Nightshift.Runs;
using Nightshift.Runs.Faults;

namespace Nightshift.Bot.PlaybookTests;

/// <summary>A playbook without faults, then with one fault at one step at a time, each step with each kind.</summary>
internal sealed class PlaybookTester(TestBench bench, IPlaybookTestOutput output)
{
    /// <summary>Whether all was survived; what did not strike, since the step was not met, was not.</summary>
    /// <param name="every">Take every Nth step only.</param>
    public async Task<bool> TestAsync(IReadOnlyList<FaultKind> kinds, int every, FaultAnswers answers, CancellationToken cancellationToken)
    {
        var (clean, steps) = await bench.RunCleanAsync(cancellationToken);
        List<(StepPath Step, FaultKind Kind)> faults = [.. steps.Where((_, at) => at % every == 0).SelectMany(step => kinds.Select(kind => (step, kind)))];
        output.Clean(clean, steps.Count, faults.Count);
        if (!clean.Survived || clean.State != RunState.Succeeded) return false;
        var (survived, missed) = (0, 0);
        for (var i = 0; i < faults.Count; i++)
        {
            var ended = await bench.RunAsync([faults[i]], answers, cancellationToken);
            if (ended.Struck.Count == 0) missed++;
            else if (ended.Survived) survived++;
            output.Case(i + 1, faults.Count, faults[i].Step, faults[i].Kind, ended);
        }

        output.Ended(faults.Count, survived, missed);
        return survived == faults.Count;
    }
}
