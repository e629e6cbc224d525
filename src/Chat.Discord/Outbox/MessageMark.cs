namespace Nightshift.Chat.Discord.Outbox;

/// <summary>The nonce of a message at the end of its footer, so that it can be found again when Discord has forgotten the nonce.</summary>
internal static class MessageMark
{
    public const int LongestFooter = 120;

    public static DiscordMessage On(DiscordMessage message, string nonce)
    {
        if (message.Embeds.Count == 0) return message;
        var last = message.Embeds[^1];
        return message with { Embeds = [.. message.Embeds.SkipLast(1), last with { Footer = string.IsNullOrEmpty(last.Footer) ? Of(nonce) : $"{last.Footer} · {Of(nonce)}" }] };
    }

    public static string Of(string nonce) => $"#{nonce}";
}
