using Nightshift.Runs.Audit;
using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Histories;

/// <summary>Records a program as a history, the way that people do: it is run, and exported.</summary>
internal static class HistoryRecorder
{
    public static async Task<string> RecordAsync(string name, string variant = "")
    {
        await using var harness = new Harness();
        var store = harness.OpenStore();
        var runs = await harness.StartAsync(HistoryPrograms.Of(name, _ => { }, variant), store);
        var run = await SubmitAsync(runs);
        await LeadAsync(runs, run, name);
        using var writer = new StringWriter { NewLine = "\n" };
        await new Auditor(store, TimeProvider.System).ExportHistoryAsync(run, writer, default);
        return writer.ToString();
    }

    public static async Task<StoredHistory> ReadAsync(string text) => await StoredHistory.ReadAsync(new StringReader(text), default);

    private static async Task LeadAsync(RunService runs, RunId run, string name)
    {
        if (name == "waiting")
        {
            await UntilAsync(runs, run, view => view.Steps.Count == 2);
            await runs.StopAsync(default);
            return;
        }
        foreach (var decision in name == "failing" ? [Decision.Retry, Decision.Abort] : Array.Empty<Decision>())
        {
            await UntilAsync(runs, run, RunState.AwaitingDecision);
            Assert.True((await runs.DecideAsync(run, OnCall, decision, null, default)).Accepted);
            if (decision == Decision.Retry) await UntilAsync(runs, run, view => view.Steps.Any(step => step.Attempts.Count == 2));
        }
        await EndAsync(runs, run);
    }
}
