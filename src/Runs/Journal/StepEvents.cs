namespace Nightshift.Runs.Journal;

/// <summary>An event of one step.</summary>
internal abstract record StepEvent(StepPath Path) : RunEvent;

/// <summary>On disk before an effect is attempted.</summary>
/// <param name="ByHand">The command with which a person would do this.</param>
internal sealed record StepIntent(
    StepPath Path, StepKind Kind, string Description, int Attempt, bool WayOut, bool MaySkip, string? ByHand = null) : StepEvent(Path);

/// <param name="Json">The result, as JSON text.</param>
/// <param name="Milliseconds">How long the attempt took, from which plans expect; null where an interruption lay between.</param>
internal sealed record StepResult(StepPath Path, int Attempt, string Json, string? Report, long? Milliseconds) : StepEvent(Path);

internal sealed record StepFailed(StepPath Path, int Attempt, string Error, string? WaitsFor) : StepEvent(Path);

internal enum ProbeAnswer
{
    Done,
    Run,
    Unknown,
}

internal sealed record StepProbed(StepPath Path, ProbeAnswer Answer, string? Reason) : StepEvent(Path);

/// <param name="Until">When <paramref name="Default"/> is decided by itself.</param>
internal sealed record DecisionAsked(StepPath Path, IReadOnlyList<Decision> Offered, DateTimeOffset Until, Decision Default) : StepEvent(Path);

internal sealed record Decided(StepPath Path, PersonId Person, Decision Decision) : StepEvent(Path);

internal sealed record StepSkipped(StepPath Path, string Json) : StepEvent(Path);

internal sealed record StepAbandoned(StepPath Path, string Reason) : StepEvent(Path);

internal sealed record Noted(StepPath Path, string Line) : StepEvent(Path);

/// <param name="Until">When the run is given up for want of an answer.</param>
internal sealed record QuestionAsked(StepPath Path, IReadOnlyList<string> Choices, DateTimeOffset Until) : StepEvent(Path);

internal sealed record Answered(StepPath Path, PersonId Person, string Choice) : StepEvent(Path);
