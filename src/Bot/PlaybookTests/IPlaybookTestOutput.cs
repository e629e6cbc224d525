using Nightshift.Runs;
using Nightshift.Runs.Faults;

namespace Nightshift.Bot.PlaybookTests;

/// <summary>How a test of a playbook is told.</summary>
internal interface IPlaybookTestOutput : IProgress<string>
{
    /// <summary>The run without faults.</summary>
    /// <param name="cases">How many are to come.</param>
    void Clean(TestCase clean, int steps, int cases);

    void Case(int number, int of, StepPath step, FaultKind kind, TestCase ended);

    /// <param name="missed">Of the cases, those in which nothing struck.</param>
    void Ended(int cases, int survived, int missed);
}
