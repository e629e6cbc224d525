using Nightshift.Chat.Rendering;
using Nightshift.Chat.Replies;
using Nightshift.Runs;

namespace Nightshift.Bot.Output;

/// <summary>Plain lines, for pipes and logs: one per thing that happened.</summary>
internal sealed class PlainOutput(TextWriter writer) : IRunOutput
{
    private readonly Dictionary<StepPath, string> _waits = [];

    public void Dispose() => writer.Flush();

    public void Reply(Reply reply)
    {
        foreach (var line in TextRendering.Lines(reply)) Write(line);
    }

    public void Submitted(RunView run)
    {
        Write($"run {run.Summary.Id}: {run.Summary.Command} on {run.Summary.Cluster}");
        foreach (var line in PlanRendering.Lines(run.Plan)) Write(line);
        Write($"  {ApprovalRendering.Needs(run)}");
    }

    public void Changed(RunView run, IReadOnlyList<StepView> changed)
    {
        foreach (var step in changed)
        {
            if (Line(step) is { } line) Write(line);
        }
    }

    public void Stands(RunView run) => Write(Outputs.Standing(run));

    public void Said(RunView run, string text) => Write($"» {text}");

    public void Note(string sentence) => Write(sentence);

    public void Ended(RunView run)
    {
        foreach (var line in Outputs.Ending(run)) Write(line);
    }

    /// <summary>The one place where text leaves.</summary>
    private void Write(string line) => writer.WriteLine(Printable.Line(line));

    private string? Line(StepView step)
    {
        var attempt = step.Attempts.Count == 0 ? null : step.Attempts[^1];
        switch (step.State)
        {
            case StepState.Done:
                return $"✓ {step.Path}: {step.Report ?? step.Description} ({Quantities.Span(attempt?.Ended - attempt?.Began)})";
            case StepState.Skipped:
                return $"- {step.Path}: skipped";
            case StepState.Abandoned:
                return $"✗ {step.Path}: given up{(attempt?.Error is { } error ? $": {error}" : "")}";
            case StepState.AwaitingDecision:
                return $"? {step.Path}: {attempt?.Error}";
            case StepState.Running when step.WaitsFor is { } sentence && _waits.GetValueOrDefault(step.Path) != sentence:
                var first = !_waits.ContainsKey(step.Path);
                _waits[step.Path] = sentence;

                // The sentence changes with every number in it; a log wants it once per step.
                return first ? $"… {step.Path}: {sentence}" : null;
            default:
                return null;
        }
    }
}
