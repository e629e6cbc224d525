namespace Nightshift.Chat.Service;

/// <summary>What people press on a run's card.</summary>
public enum Reaction
{
    Approve,
    Withdraw,
    Reject,
    Retry,
    Skip,
    Abort,
    AbortNow,
}

public static class Reactions
{
    /// <summary>The command whose right is asked for.</summary>
    public static string CommandWord(this Reaction reaction) => reaction switch
    {
        Reaction.Approve => "approve",
        Reaction.Withdraw => "withdraw",
        Reaction.Reject => "reject",
        Reaction.Retry => "retry",
        Reaction.Skip => "skip",
        Reaction.Abort or Reaction.AbortNow => "abort",
        _ => throw new ArgumentOutOfRangeException(nameof(reaction), reaction, "not a reaction"),
    };
}
