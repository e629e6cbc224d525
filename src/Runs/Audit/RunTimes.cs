using Nightshift.Runs.Audit;
using Nightshift.Runs.Journal;

namespace Nightshift.Runs;

/// <summary>
/// Where the time of a run went. Every moment from the request to the end counts once: as the cluster's work while any step is in hand (an effect before a
/// gate before an observation, where branches overlap), else by what the run was waiting for, and what is left is our own overhead.
/// </summary>
/// <param name="To">The end, or the moment of the question.</param>
/// <param name="Effects">Changing something.</param>
/// <param name="Gates">Nothing but waiting for the cluster to become as wanted.</param>
/// <param name="Observations">Nothing but reading live state.</param>
/// <param name="Approval">Waiting for people to agree.</param>
/// <param name="Lock">Approved, and waiting for the cluster's lock or a window.</param>
/// <param name="Paused">Paused with nothing in hand.</param>
/// <param name="Decisions">Waiting for people to say what to do about a failed step, with nothing in hand.</param>
/// <param name="Interrupted">No process is known to have carried it on: from the last event before to the one that took it up.</param>
/// <param name="Rows">What to draw: one row per node (or other top scope) in the order in which they were met; the row without a name is the run's own.</param>
public sealed record RunTimes(
    DateTimeOffset From,
    DateTimeOffset To,
    TimeSpan Effects,
    TimeSpan Gates,
    TimeSpan Observations,
    TimeSpan Approval,
    TimeSpan Lock,
    TimeSpan Paused,
    TimeSpan Decisions,
    TimeSpan Interrupted,
    TimeSpan Overhead,
    IReadOnlyList<TimelineRow> Rows)
{
    public TimeSpan Total => To - From;

    /// <summary>The union of all steps.</summary>
    public TimeSpan Cluster => Effects + Gates + Observations;

    /// <summary>From the journal of a run.</summary>
    /// <param name="now">Where what has not ended is cut.</param>
    internal static RunTimes Of(IReadOnlyList<CommittedEvent> events, DateTimeOffset now)
    {
        var spans = TimeSpans.Of(events, now);
        var sums = TimeSums.Of(spans.All);
        return new RunTimes(
            spans.From,
            spans.To,
            sums[Spent.Effect],
            sums[Spent.Gate],
            sums[Spent.Observation],
            sums[Spent.Approval],
            sums[Spent.Lock],
            sums[Spent.Paused],
            sums[Spent.Decision],
            sums[Spent.Interrupted],
            sums[Spent.Overhead],
            Timeline.Of(spans));
    }
}

/// <param name="Node">The top scope of its steps, <c>tablet 127.0.0.1:10921</c>; empty for what concerns the whole run.</param>
public sealed record TimelineRow(string Node, IReadOnlyList<TimelineBar> Bars);

/// <param name="Label">The step, below its node; or what was waited for.</param>
/// <param name="Reason">Of a wait, and of a gate or a failed attempt as far as it is known.</param>
public sealed record TimelineBar(DateTimeOffset Start, DateTimeOffset End, BarKind Kind, string Label, string? Reason);

public enum BarKind
{
    Effect,
    Gate,
    Observation,

    /// <summary>For people, for the lock, for a process.</summary>
    Wait,
}
