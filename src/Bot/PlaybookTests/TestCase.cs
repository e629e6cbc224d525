using Nightshift.Runs;
using Nightshift.Runs.Faults;

namespace Nightshift.Bot.PlaybookTests;

/// <summary>One run with faults, judged.</summary>
/// <param name="Struck">The faults that really happened.</param>
/// <param name="Run">Null when it did not end.</param>
/// <param name="Deaths">How many processes died over it.</param>
/// <param name="Problems">What is worse than before, a sentence each.</param>
internal sealed record TestCase(IReadOnlyList<PlannedFault> Struck, RunView? Run, int Deaths, IReadOnlyList<string> Problems, TimeSpan Took)
{
    public bool Survived => Problems.Count == 0;

    public RunState? State => Run?.Summary.State;
}

/// <summary>How long things may take in a test of a playbook.</summary>
internal sealed record PlaybookTestTimes
{
    public FaultTimes Faults { get; init; } = new();

    /// <summary>For what passes by itself after a run.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>For one run with all its faults.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);
}
