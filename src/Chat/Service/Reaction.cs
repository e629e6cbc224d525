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
    Pause,
    PauseNow,
    Resume,

    /// <summary>The first choice of the playbook's question; the others follow.</summary>
    Answer1,
    Answer2,
    Answer3,
    Answer4,
    Answer5,
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
        Reaction.Pause or Reaction.PauseNow => "pause",
        Reaction.Resume => "resume",
        _ when reaction.Choice() is not null => "answer",
        _ => throw new ArgumentOutOfRangeException(nameof(reaction), reaction, "not a reaction"),
    };

    /// <summary>Which of the choices of a question is meant, from 0; null for everything else.</summary>
    public static int? Choice(this Reaction reaction) => reaction is >= Reaction.Answer1 and <= Reaction.Answer5 ? reaction - Reaction.Answer1 : null;
}
