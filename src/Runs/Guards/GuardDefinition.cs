namespace Nightshift.Runs;

/// <summary>A condition that is evaluated at least once a second all the while a run works, on a task of its own.</summary>
public sealed record GuardDefinition
{
    /// <summary>In the field's words, the same in every process: <c>no two tablets away</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Reads the live state. A read that throws or takes longer than <see cref="Grace"/> is no answer.</summary>
    public required Func<CancellationToken, Task<GuardReading>> Read { get; init; }

    /// <summary>How long it may go without an answer before it counts as violated.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(15);
}

/// <param name="Sentence">What was seen, with values; shown when it does not hold.</param>
public sealed record GuardReading(bool Holds, string Sentence);
