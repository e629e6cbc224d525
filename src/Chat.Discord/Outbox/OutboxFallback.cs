using Nightshift.Chat.Discord.Texts;

namespace Nightshift.Chat.Discord.Outbox;

/// <summary>What is said instead where Discord refuses a message for what is in it, so that a run never falls silent; pure.</summary>
internal static class OutboxFallback
{
    private const int LongestTitle = 300;

    /// <param name="entry">As it was refused.</param>
    /// <returns>The entry with less in it, to be tried at once; null where less would not help.</returns>
    public static Func<OutboxEntry, OutboxEntry>? Of(OutboxEntry entry, DiscordRefusedException refusal, OutboxTexts texts) => entry switch
    {
        { Wanted.Files.Count: > 0 } when IsAboutFiles(refusal) => known => known with { Wanted = WithoutFiles(known.Wanted, texts) },
        { IsSent: false, Wanted.Embeds.Count: > 0 } when refusal.Status is not (401 or 403 or 404 or 429) => known => known with
        {
            Wanted = new DiscordMessage(texts.NotShown(Title(known.Wanted), refusal.Code)), Reactions = [], Refused = refusal.Message,
        },
        _ => null,
    };

    private static bool IsAboutFiles(DiscordRefusedException refusal) => refusal is { Code: RefusalCodes.MissingPermissions or RefusalCodes.TooLarge } or { Status: 413 };

    private static DiscordMessage WithoutFiles(DiscordMessage message, OutboxTexts texts) => message.Files.Count == 0
        ? message
        : message with { Content = texts.NotAttached(string.Join(", ", message.Files.Select(file => Escaping.Code(file.Name, 100)))), Files = [] };

    private static string Title(DiscordMessage message) =>
        Escaping.Plain(message.Embeds is [var embed, ..] ? (embed.Title.Length > 0 ? embed.Title : embed.Footer) : message.Content, LongestTitle);
}
