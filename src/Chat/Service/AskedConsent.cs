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
    public static bool IsAsked(this RunView run, string hash) => string.Equals(hash, run.AskedHash(), StringComparison.OrdinalIgnoreCase);
}
