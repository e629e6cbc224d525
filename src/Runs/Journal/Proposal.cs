namespace Nightshift.Runs.Journal;

/// <summary>What to append, decided on the run as it is; and what to tell the one who asked once it is on disk.</summary>
internal sealed record Proposal<T>(T Result, IReadOnlyList<RunEvent> Events);

internal static class Proposal
{
    public static Proposal<T> Of<T>(T result, params IReadOnlyList<RunEvent> events) => new(result, events);
}
