namespace Nightshift.Chat.Discord.Interactions;

/// <summary>A channel of Discord's as a run's request and the record keep it: <c>discord:1234</c>.</summary>
internal static class ChannelName
{
    private const string Prefix = "discord:";

    public static string Of(Snowflake channel) => Prefix + channel;

    /// <summary>False for channels that are not of Discord's.</summary>
    public static bool TryParse(string name, out Snowflake channel)
    {
        channel = default;
        return name.StartsWith(Prefix, StringComparison.Ordinal) && Snowflake.TryParse(name[Prefix.Length..], out channel);
    }
}
