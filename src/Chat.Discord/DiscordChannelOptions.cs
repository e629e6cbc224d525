using Nightshift.Runs;

namespace Nightshift.Chat.Discord;

/// <summary>How the channel is configured, checked.</summary>
/// <param name="Application">For the invite link.</param>
/// <param name="Guild">The only one in which the bot listens.</param>
/// <param name="Channels">Where it takes commands; reports of runs that were asked for elsewhere go to the first. At least one.</param>
public sealed record DiscordChannelOptions(Snowflake Application, Snowflake Guild, IReadOnlyList<Snowflake> Channels)
{
    /// <summary>Whether commands are registered for the application and not for the guild.</summary>
    public bool AreCommandsGlobal { get; init; }

    /// <summary>Who has which Discord account, by its id.</summary>
    public IReadOnlyDictionary<Snowflake, PersonId> People { get; init; } = new Dictionary<Snowflake, PersonId>();

    /// <summary>Roles here by the id, or by the name, of a role of the guild. A name counts only while one role alone has it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Roles { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Who is called when a run waits for people, in this order.</summary>
    public IReadOnlyList<OnCallEntry> OnCall { get; init; } = [];

    /// <summary>Of what everybody in the channel sees: <c>en</c> or <c>zh-CN</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Whether runs wait at their next safe point while Discord is away, and do not go on.</summary>
    public bool HoldsWhenAway { get; init; }

    /// <summary>The same for plans of these tiers, instead.</summary>
    public IReadOnlyDictionary<RiskTier, bool> HoldsWhenAwayByTier { get; init; } = new Dictionary<RiskTier, bool>();

    /// <summary>A shorter absence holds nothing.</summary>
    public TimeSpan AwayAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether something happened where the bot listens.</summary>
    internal bool IsHere(Snowflake? guild, Snowflake channel) => guild == Guild && Channels.Contains(channel);
}

/// <summary>One of <paramref name="Person"/> and <paramref name="Role"/>.</summary>
/// <param name="Role">Of the guild.</param>
/// <param name="After">How long a run has waited by then.</param>
public sealed record OnCallEntry(PersonId? Person, Snowflake? Role, TimeSpan After);
