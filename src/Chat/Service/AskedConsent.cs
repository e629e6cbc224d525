using Nightshift.Runs;

namespace Nightshift.Chat.Service;

/// <summary>What people are asked to consent to: a run's plan, or, when it stands before a node because the cluster changed, that change.</summary>
public static class AskedConsent
{
    /// <summary>What a reaction on the message for it has to name; the plan's hash also after it was approved.</summary>
    public static string AskedHash(this RunView run) => run.ConfirmHash ?? run.Plan.Hash;

    /// <summary>Whether a change is asked about, and not the plan.</summary>
    public static bool AsksAboutChange(this RunView run) => run.ConfirmHash is { } hash && hash != run.Plan.Hash;

    /// <summary>Whether a hash, of any case of letters, names what people are asked about.</summary>
    public static bool IsAsked(this RunView run, string hash) => AreSame(hash, run.AskedHash());

    /// <summary>Whether somebody's consent to the plan, or to the change, with this hash stands.</summary>
    public static bool IsConsentedTo(this RunView run, string hash, PersonId person) =>
        (AreSame(hash, run.Plan.Hash) && run.Approvals.Any(given => given.Person == person))
        || run.Drifts.Any(drift => AreSame(hash, drift.Hash) && drift.Confirmations.Any(given => given.Person == person));

    /// <summary>When the plan that is asked about was made; null where that cannot be told.</summary>
    public static DateTimeOffset? PlannedAt(this RunView run) => run.ValidUntil - run.Policy.ValidFor;

    private static bool AreSame(string hash, string other) => string.Equals(hash, other, StringComparison.OrdinalIgnoreCase);
}
