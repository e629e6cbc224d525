using Nightshift.Chat.Discord.Runs;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.People;

/// <summary>What a run waits for people for, since when; null when it does not.</summary>
/// <param name="Since">When it began to wait so for the last time.</param>
/// <param name="What">The rest of the sentence "run 42 on prod …".</param>
internal sealed record Waiting(DateTimeOffset Since, string What, bool ForApproval)
{
    public static bool IsPossible(RunState state) => state is RunState.AwaitingApproval or RunState.AwaitingDecision or RunState.Paused;

    /// <param name="history">Of a run that awaits approval, which tells of withdrawals; null where it cannot be had.</param>
    public static Waiting? Of(RunView run, RunHistory? history) => run.Summary.State switch
    {
        RunState.AwaitingApproval => new Waiting(ApprovalSince(run, history), "waits for approval", true),
        RunState.AwaitingDecision => new Waiting(AskedAt(run), "waits for a decision", false),
        RunState.Paused when run.ConfirmHash is not null => new Waiting(run.Drifts.Select(drift => drift.Since).DefaultIfEmpty(PlannedAt(run)).Min(), "waits until a change of its cluster is confirmed", true),
        _ => null,
    };

    /// <summary>Since the plan, or since a withdrawal took the run back to waiting after it had all approvals.</summary>
    private static DateTimeOffset ApprovalSince(RunView run, RunHistory? history)
    {
        var (since, isWaiting) = (PlannedAt(run), true);
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var happened in history?.Events ?? [])
        {
            switch (happened.Kind)
            {
                case "plan-made":
                    given.Clear();
                    (since, isWaiting) = (happened.Time, true);
                    break;
                case "approved":
                    given.Add(happened.Who);
                    break;
                case "queued":
                    isWaiting = false;
                    break;
                case "withdrawn":
                    given.Remove(happened.Who);
                    if (!isWaiting && given.Count < run.ApproversNeeded) (since, isWaiting) = (happened.Time, true);
                    break;
            }
        }

        return since;
    }

    private static DateTimeOffset PlannedAt(RunView run) => run.PlannedAt() is { } planned && planned > run.Summary.Requested ? planned : run.Summary.Requested;

    private static DateTimeOffset AskedAt(RunView run) => run.Steps
        .Where(step => AskMessage.IsAsking(step) && step.Attempts.Count > 0)
        .Select(step => step.Attempts[^1].Ended ?? step.Attempts[^1].Began)
        .DefaultIfEmpty(run.Summary.Started ?? run.Summary.Requested)
        .Min();
}
