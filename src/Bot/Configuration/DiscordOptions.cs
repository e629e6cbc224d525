namespace Nightshift.Bot.Configuration;

/// <summary>The section <c>Nightshift:Discord</c>; without a token there is no channel on Discord.</summary>
internal sealed record DiscordOptions
{
    /// <summary>Where the bot's token is: <c>env:NAME</c> or <c>file:/path</c>.</summary>
    public string Token { get; init; } = "";

    /// <summary>The application's id, for the invite link.</summary>
    public string Application { get; init; } = "";

    /// <summary>The id of the only guild in which the bot listens.</summary>
    public string Guild { get; init; } = "";

    /// <summary>Ids of the channels where it takes commands. Runs that were asked for elsewhere are shown in the first.</summary>
    public List<string> Channels { get; init; } = [];

    /// <summary><c>guild</c>: commands are there at once; <c>global</c>: registered for the application.</summary>
    public string Commands { get; init; } = "guild";

    /// <summary>Roles here by the id, or the name, of a role of the guild.</summary>
    public Dictionary<string, List<string>> Roles { get; init; } = [];

    /// <summary>Who is called when a run waits for people, in this order.</summary>
    public List<OnCallOptions> OnCall { get; init; } = [];

    /// <summary>Of what everybody in the channel sees: <c>en</c> or <c>zh-CN</c>. Private answers are in each person's own.</summary>
    public string Language { get; init; } = "en";

    /// <summary>What runs do while Discord is away: <c>continue</c>, or <c>hold</c> at their next safe point.</summary>
    public string WhenAway { get; init; } = "continue";

    /// <summary>The same by the tier of their plan, instead.</summary>
    public Dictionary<string, string> WhenAwayByTier { get; init; } = [];

    /// <summary>A shorter absence holds nothing.</summary>
    public TimeSpan AwayAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Instead of Discord's own: a proxy on this machine, or a test.</summary>
    public string ApiUrl { get; init; } = "";

    public bool IsConfigured => Token.Length > 0;
}

/// <summary>A person by id, or a role of the guild by id.</summary>
internal sealed record OnCallOptions
{
    public string Person { get; init; } = "";

    public string Role { get; init; } = "";

    /// <summary>How long a run has waited by then.</summary>
    public TimeSpan After { get; init; } = TimeSpan.FromMinutes(5);
}
