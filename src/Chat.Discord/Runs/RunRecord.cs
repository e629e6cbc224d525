namespace Nightshift.Chat.Discord.Runs;

/// <summary>What the channel keeps of a run besides its messages.</summary>
/// <param name="Channel">Where its next messages stand.</param>
internal sealed record RunRecord(Snowflake Channel)
{
    /// <summary>Progress messages so far; the last one is edited.</summary>
    public int Progress { get; init; }

    /// <summary>Messages in the thread so far.</summary>
    public int Details { get; init; }

    /// <summary>The keys of what an earlier version told of steps; later ones are in <see cref="ToldSteps"/>.</summary>
    public IReadOnlyList<string> Told { get; init; } = [];

    /// <summary>When the absence of Discord began for which the run was held. It is held once for each: who lets it go on meanwhile has decided. Null once Discord was back.</summary>
    public DateTimeOffset? HeldFor { get; init; }

    /// <summary>The run ended, and all that is to be said of it is written down.</summary>
    public bool IsDone { get; init; }
}
