using Nightshift.Chat.Discord.Outbox;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>What runs do while Discord is away.</summary>
internal enum WhenAway
{
    /// <summary>They go on; page and command line are there all the same.</summary>
    Continue,

    /// <summary>They wait at their next safe point until Discord is back, or somebody lets them go on.</summary>
    Hold,
}

/// <param name="Guild">The server.</param>
/// <param name="DefaultChannel">Where runs are shown that were asked for elsewhere: on the page, by the command line, by a window. Null shows only those of Discord.</param>
/// <param name="Language">Of the channel.</param>
internal sealed record RunMessagesOptions(Snowflake Guild, Snowflake? DefaultChannel, string Language)
{
    public WhenAway WhenAway { get; init; } = WhenAway.Continue;

    /// <summary>For runs whose plan is of these tiers, instead.</summary>
    public IReadOnlyDictionary<RiskTier, WhenAway> WhenAwayByTier { get; init; } = new Dictionary<RiskTier, WhenAway>();

    public bool HoldsAny => WhenAway == WhenAway.Hold || WhenAwayByTier.Count > 0;

    /// <summary>A shorter absence holds nothing.</summary>
    public TimeSpan AwayAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often what changed is written into the outbox.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often the times in the message of a run under way are made new.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often it is looked whether the messages on which people are asked still stand.</summary>
    public TimeSpan BetweenLooks { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan RollAfter { get; init; } = TimeSpan.FromMinutes(45);

    public OutboxOptions Outbox { get; init; } = new();
}
