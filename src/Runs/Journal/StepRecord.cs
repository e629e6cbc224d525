namespace Nightshift.Runs.Journal;

internal enum StepPhase
{
    /// <summary>Its last event is an intent: it is being worked on, or was when a process died.</summary>
    InHand,
    Done,

    /// <summary>The last attempt failed; <see cref="StepRecord.Decision"/> says what is to happen, or is still awaited.</summary>
    Failed,
    Skipped,
    Abandoned,
}

/// <summary>What a journal says of one step.</summary>
internal sealed record StepRecord(StepPath Path, StepKind Kind, string Description, bool WayOut, bool MaySkip)
{
    public StepPhase Phase { get; init; }

    public IReadOnlyList<StepAttemptView> Attempts { get; init; } = [];

    /// <summary>Sequence of the event that ended it.</summary>
    public long EndedAt { get; init; }

    public string? Json { get; init; }

    public string? Report { get; init; }

    /// <summary>Why it failed or was given up.</summary>
    public string? Reason { get; init; }

    public string? WaitsFor { get; init; }

    public DecisionAsked? Asked { get; init; }

    /// <summary>What the playbook asks people, when that is all that this step does.</summary>
    public QuestionAsked? Question { get; init; }

    public string? Answer { get; init; }

    public DateTimeOffset AskedAt { get; init; }

    /// <summary>When the default is decided, pauses added.</summary>
    public DateTimeOffset AskedUntil { get; init; }

    public string? ByHand { get; init; }

    public long? Milliseconds { get; init; }

    public Decision? Decision { get; init; }

    public PersonId? DecidedBy { get; init; }

    /// <summary>How often another attempt was decided, by people or by itself; each is a new effect.</summary>
    public int Retries { get; init; }

    /// <summary>Failures since people last decided.</summary>
    public int FailuresInRow { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];

    public bool Asks => Decision is null && (Phase == StepPhase.Failed ? Asked is not null : Phase == StepPhase.InHand && Question is not null && Answer is null);

    /// <param name="suspended">Whether a pause lets the time to decide stand still.</param>
    public StepView ToView((string Sentence, DateTimeOffset Since)? waiting, bool suspended) => new(
        Path,
        Kind,
        Description,
        Phase switch
        {
            StepPhase.Done => StepState.Done,
            _ when Asks => StepState.AwaitingDecision,
            StepPhase.Skipped => StepState.Skipped,
            StepPhase.Abandoned => StepState.Abandoned,
            _ => StepState.Running,
        },
        WayOut,
        MaySkip,
        Attempts,
        waiting?.Sentence ?? (Phase == StepPhase.Failed ? WaitsFor : null),
        waiting?.Since,
        Report,
        Notes)
    {
        AskedUntil = Asks && !suspended ? AskedUntil : null,
        DefaultDecision = Asks ? Asked?.Default ?? Runs.Decision.Abort : null,
        Choices = Asks ? Question?.Choices ?? [] : [],
        Milliseconds = Milliseconds,
        Result = Phase is StepPhase.Done or StepPhase.Skipped ? Json : null,
    };
}
