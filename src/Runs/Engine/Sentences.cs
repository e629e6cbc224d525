using System.Globalization;
using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Engine;

/// <summary>The words in which the engine speaks of its runs.</summary>
internal static class Sentences
{
    public static string GaveUp(string description, TimeSpan deadline, (string Sentence, DateTimeOffset Since)? waited, DateTimeOffset now) =>
        waited is { } wait
            ? $"{description}: gave up after {Span(deadline)}; was waiting for: {Awaited(wait.Sentence)} (for {Span(now - wait.Since)})"
            : $"{description}: gave up after {Span(deadline)}; it did not say what it was waiting for";

    /// <summary><c>10 min</c>, <c>9 min 50 s</c>, <c>2 h 5 min</c>, <c>340 ms</c>: the two largest units, the smaller one only when it is not zero.</summary>
    public static string Span(TimeSpan span)
    {
        if (span < TimeSpan.FromSeconds(1)) return Say((long)span.TotalMilliseconds, "ms", 0, "");
        span = TimeSpan.FromSeconds(Math.Floor(span.TotalSeconds));
        if (span < TimeSpan.FromMinutes(1)) return Say(span.Seconds, "s", 0, "");
        return span < TimeSpan.FromHours(1) ? Say(span.Minutes, "min", span.Seconds, "s") : Say((long)span.TotalHours, "h", span.Minutes, "min");
    }

    public static string Error(Exception error)
    {
        var messages = new List<string>();
        for (var cause = error; cause is not null; cause = cause.InnerException)
            if (!messages.Exists(known => known.Contains(cause.Message, StringComparison.Ordinal))) messages.Add(cause.Message);
        return string.Join(": ", messages);
    }

    public static string BreakGlass(PersonId person, string reason) => $"BREAK GLASS by {person}: {reason}";

    public static string RunsUnapproved(RunRequest request, string reason) =>
        $"BREAK GLASS BY {request.RequestedBy}: {reason}. NOBODY ELSE WAS ASKED TO APPROVE {request.Command} ON {request.Cluster}";

    public static string StillHeld(RunProjection run) =>
        string.Join("; ", run.Holds.Select(hold => $"{hold.Setting} is still held at {hold.Value} and was {hold.Before}").Distinct());

    /// <summary>The steps of the way out that were given up.</summary>
    public static string NotDone(RunProjection run)
    {
        var held = run.Holds.Select(hold => hold.Setting).ToList();
        var left = run.Steps
            .Where(step => step is { WayOut: true, Phase: StepPhase.Abandoned } && !held.Exists(setting => step.Description.StartsWith($"put back {setting}:", StringComparison.Ordinal)))
            .Select(step => step.Description).ToList();
        return left.Count == 0 ? "" : $"not done: {Several(left)}";
    }

    /// <summary>How people put right what is left.</summary>
    public static string ByHand(RunProjection run)
    {
        var commands = run.LeftUndone.Select(left => left.ByHand).OfType<string>().ToList();
        return commands.Count == 0 ? "" : $"by hand: {Several(commands)}";
    }

    private static string Several(List<string> all)
    {
        const int most = 10;
        return all.Count <= most ? string.Join("; ", all) : $"{string.Join("; ", all.Take(most))}; and {all.Count - most} more, see /run";
    }

    /// <summary>A run that nobody can carry on keeps its cluster's lock, since what it left half done is unknown: only people can tell, and free it.</summary>
    public static UnreadableJournalException WithWayOut(UnreadableJournalException fault, string database) =>
        new(fault.Run, $"{fault.Reason}. {WayOut(fault.Run, database)}", fault);

    public static string Unreadable(UnreadableJournalException fault, string database) => $"{fault.Message}. {WayOut(fault.Run, database)}";

    private static string WayOut(RunId run, string database) =>
        "If it has not ended, it keeps its cluster locked, since nobody knows what it left half done. To go on, start the version of the program "
        + "that wrote it, or put back a copy of the store; where neither can be, see to the cluster by hand, and then free it with: "
        + "/unlock <cluster> --force";

    private static string Awaited(string sentence) =>
        sentence.StartsWith("waits for ", StringComparison.Ordinal) ? sentence["waits for ".Length..] : sentence;

    private static string Say(long large, string unit, long small, string smallUnit) =>
        small == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{large} {unit}")
            : string.Create(CultureInfo.InvariantCulture, $"{large} {unit} {small} {smallUnit}");
}
