using Nightshift.Runs.Engine;
using Nightshift.Runs.Journal;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Histories;

/// <summary>The place where a stored history ends: whatever the playbook asks for from there on was never recorded, and is not done.</summary>
internal sealed class HistoryEnd(RunExecution execution, RunProjection recorded)
{
    private string? _reached;

    /// <summary>What was asked for first that is not in the history; null while all was.</summary>
    public string? Reached => Volatile.Read(ref _reached);

    /// <exception cref="HistoryEndException">Always.</exception>
    public void AtStep(StepPath asked) => throw Reach($"the step {asked}");

    /// <summary>Says, questions and the like are no steps; they come while other branches may still meet what they recorded.</summary>
    /// <exception cref="HistoryEndException">Once all steps were met.</exception>
    /// <exception cref="ReplayMismatchException">Some never were.</exception>
    public async Task AtEventAsync(JournalAppend append)
    {
        var kind = append.Rows[0].Kind;
        var path = Audit.Payload.Text(append.Rows[0].Payload, nameof(StepEvent.Path));
        var asked = string.IsNullOrEmpty(path) ? $"the event '{kind}'" : $"the event '{kind}' at {path}";
        await execution.Replay.LiveAsync(new StepPath(asked), isNew: false, execution.Halted);
        throw Reach(asked);
    }

    /// <summary>The playbook waits for something that no history ends: a pause, people.</summary>
    public void Stuck() => Reach(recorded.State.IsFinal() ? "something that never comes" : $"what was waited for ({recorded.Reason ?? recorded.State.ToString()})");

    private HistoryEndException Reach(string asked)
    {
        Interlocked.CompareExchange(ref _reached, asked, null);
        var end = new HistoryEndException(asked);
        execution.Halt(end);
        return end;
    }
}

/// <summary>The stored history holds nothing further.</summary>
internal sealed class HistoryEndException(string asked) : Exception($"the history ends before {asked}");
