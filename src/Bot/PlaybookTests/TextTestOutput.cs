using System.Globalization;
using Nightshift.Chat.Rendering;
using Nightshift.Runs;
using Nightshift.Runs.Faults;

namespace Nightshift.Bot.PlaybookTests;

/// <summary>One line per case, and one more per thing that was not survived.</summary>
internal sealed class TextTestOutput(TextWriter writer, TextWriter progress) : IPlaybookTestOutput
{
    public void Report(string value) => progress.WriteLine(Printable.Line(value));

    public void Clean(TestCase clean, int steps, int cases)
    {
        Write($"without faults: {End(clean)}, {steps} steps; {cases} cases follow");
        foreach (var problem in clean.Problems) Write($"NOT GOOD WITHOUT FAULTS: {problem}");
    }

    public void Case(int number, int of, StepPath step, FaultKind kind, TestCase ended)
    {
        var missed = ended.Struck.Count == 0 ? "; the step was not met, so nothing struck" : "";
        Write(string.Create(CultureInfo.InvariantCulture, $"[{number}/{of}] {kind.Word()} at '{step}': {End(ended)}{missed}"));
        foreach (var problem in ended.Problems) Write($"NOT SURVIVED: {kind.Word()} at '{step}': {problem}");
    }

    public void Ended(int cases, int survived, int missed) =>
        Write($"{cases} cases, {survived} survived{(missed == 0 ? "" : $", {missed} without their step")}");

    private static string End(TestCase ended) => ended.Run is { Summary: var run }
        ? $"{StateWords.Of(run.State)} in {Quantities.Span(ended.Took)}{(run.Reason is { } reason && run.State != RunState.Succeeded ? $" ({reason})" : "")}"
        : $"did not end in {Quantities.Span(ended.Took)}";

    private void Write(string line)
    {
        writer.WriteLine(Printable.Line(line));
        writer.Flush();
    }
}
