namespace Nightshift.Runs;

/// <summary>A cluster setting changed for the length of a scope. Its old value is journaled first and always put back.</summary>
public sealed class HoldDefinition
{
    /// <summary>The setting's name in the field's words: <c>auto_failover</c>.</summary>
    public required string Setting { get; init; }

    /// <summary>What it is held at.</summary>
    public required string Value { get; init; }

    /// <summary>Reads the live value.</summary>
    public required Func<CancellationToken, Task<string>> Read { get; init; }

    /// <summary>Sets a value; safe to repeat.</summary>
    public required Func<string, CancellationToken, Task> Write { get; init; }

    /// <summary>The command with which a person puts the old value back, which stands in it as <c>{before}</c>; shown when the run could not.</summary>
    public string? ByHand { get; init; }
}
