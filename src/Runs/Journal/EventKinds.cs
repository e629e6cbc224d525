using System.Collections.Frozen;
using System.Text.Json;

namespace Nightshift.Runs.Journal;

/// <summary>The stable names under which events are stored. Names are added, never changed.</summary>
internal static class EventKinds
{
    private static readonly FrozenDictionary<string, Type> Types = new Dictionary<string, Type>
    {
        ["requested"] = typeof(Requested),
        ["plan-made"] = typeof(PlanMade),
        ["approved"] = typeof(Approved),
        ["withdrawn"] = typeof(Withdrawn),
        ["rejected"] = typeof(Rejected),
        ["expired"] = typeof(Expired),
        ["queued"] = typeof(Queued),
        ["started"] = typeof(Started),
        ["resumed"] = typeof(Resumed),
        ["step-intent"] = typeof(StepIntent),
        ["step-result"] = typeof(StepResult),
        ["step-failed"] = typeof(StepFailed),
        ["step-probed"] = typeof(StepProbed),
        ["decision-asked"] = typeof(DecisionAsked),
        ["decided"] = typeof(Decided),
        ["step-skipped"] = typeof(StepSkipped),
        ["step-abandoned"] = typeof(StepAbandoned),
        ["noted"] = typeof(Noted),
        ["safe-point"] = typeof(SafePointMet),
        ["abort-asked"] = typeof(AbortAsked),
        ["stopping"] = typeof(Stopping),
        ["hold-taken"] = typeof(HoldTaken),
        ["hold-released"] = typeof(HoldReleased),
        ["said"] = typeof(Said),
        ["command-refused"] = typeof(CommandRefused),
        ["pause-asked"] = typeof(PauseAsked),
        ["paused"] = typeof(Paused),
        ["continued"] = typeof(Continued),
        ["drift-found"] = typeof(DriftFound),
        ["drift-confirmed"] = typeof(DriftConfirmed),
        ["confirmation-withdrawn"] = typeof(ConfirmationWithdrawn),
        ["baseline-moved"] = typeof(BaselineMoved),
        ["guard-violated"] = typeof(GuardViolated),
        ["guard-holds"] = typeof(GuardHolds),
        ["lock-lost"] = typeof(LockLost),
        ["question-asked"] = typeof(QuestionAsked),
        ["answered"] = typeof(Answered),
        ["ended"] = typeof(Ended),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Type, string> Names = Types.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    public static IEnumerable<string> All => Types.Keys;

    public static string Of(RunEvent happened) => Names[happened.GetType()];

    public static string Write(RunEvent happened) => JsonSerializer.Serialize(happened, happened.GetType(), RunJson.Options);

    /// <exception cref="UnreadableJournalException">A kind or a shape that this version does not know.</exception>
    public static RunEvent Read(RunId run, long sequence, string kind, string payload)
    {
        if (!Types.TryGetValue(kind, out var type))
            throw new UnreadableJournalException(run, $"event {sequence} is of the kind '{kind}', which this version does not know; a newer version wrote it");
        try
        {
            return (RunEvent?)JsonSerializer.Deserialize(payload, type, RunJson.Options)
                ?? throw new UnreadableJournalException(run, $"event {sequence} ('{kind}') is empty");
        }
        catch (JsonException e)
        {
            throw new UnreadableJournalException(run, $"event {sequence} ('{kind}') cannot be read: {e.Message}", e);
        }
    }
}
