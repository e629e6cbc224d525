namespace Nightshift.Runs.Faults;

/// <summary>One fault of a run: of this kind, at the step with this path or with this place in the order in which steps are asked for.</summary>
public sealed record PlannedFault
{
    private PlannedFault(StepPath? path, int? ordinal, FaultKind kind) => (Path, Ordinal, Kind) = (path, ordinal, kind);

    public StepPath? Path { get; }

    /// <summary>From 1; the same in every replay.</summary>
    public int? Ordinal { get; }

    public FaultKind Kind { get; }

    public static PlannedFault At(StepPath path, FaultKind kind) => new(path, null, kind);

    public static PlannedFault At(int ordinal, FaultKind kind) => new(null, ordinal, kind);

    public override string ToString() => $"{Kind.Word()} at {(Path is { } path ? $"'{path}'" : $"step {Ordinal}")}";
}
