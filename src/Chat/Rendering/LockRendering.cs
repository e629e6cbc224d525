using Nightshift.Runs;

namespace Nightshift.Chat.Rendering;

/// <summary>Who has a cluster, and who waits for it.</summary>
public static class LockRendering
{
    private const int Shown = 5;

    /// <param name="held">Null when it is free.</param>
    /// <param name="queued">The runs that wait for it, the oldest first.</param>
    public static IEnumerable<string> Lines(ClusterLockView? held, IReadOnlyList<RunSummary> queued)
    {
        if (held is { Person: { } person }) yield return $"LOCKED by {person} since {Quantities.Time(held.Since)} UTC: {Bounded.Line(held.Reason)}";
        if (held is { Run: { } run }) yield return $"run {run} has it since {Quantities.Time(held.Since)} UTC: {Bounded.Line(held.Reason)}";
        foreach (var waiting in queued.Where(run => run.Id != held?.Run).Take(Shown)) yield return $"run {waiting.Id} {Bounded.Line(waiting.Reason ?? "waits for its turn")}";
        if (queued.Count > Shown) yield return $"{queued.Count} runs wait";
    }
}
