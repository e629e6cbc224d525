namespace Nightshift.Chat.Discord.Runs;

/// <summary>What the channel keeps of a run besides its messages.</summary>
/// <param name="Channel">Where its next messages stand.</param>
internal sealed record RunRecord(Snowflake Channel)
{
    /// <summary>Progress messages so far; the last one is edited.</summary>
    public int Progress { get; init; }

    /// <summary>Messages in the thread so far.</summary>
    public int Details { get; init; }

    /// <summary>The keys of what was told of steps.</summary>
    public IReadOnlyList<string> Told { get; init; } = [];

    /// <summary>The run ended, and all that is to be said of it is written down.</summary>
    public bool IsDone { get; init; }
}
