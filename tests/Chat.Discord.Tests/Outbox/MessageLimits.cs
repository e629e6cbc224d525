namespace Nightshift.Chat.Discord.Tests.Outbox;

/// <summary>What Discord takes. Source: Discord's API reference, "Embed limits" and "Components".</summary>
internal static class MessageLimits
{
    public static void Check(DiscordMessage message)
    {
        Assert.InRange(message.Content.Length, 0, 2000);
        Assert.True(message.Content.Length + message.Embeds.Count + message.Files.Count > 0, "an empty message");
        Assert.InRange(message.Embeds.Sum(Size), 0, 6000);
        foreach (var embed in message.Embeds)
        {
            Assert.InRange(embed.Title.Length, 0, 256);
            Assert.InRange(embed.Description.Length, 0, 4096);
            Assert.InRange(embed.Fields.Count, 0, 25);
            Assert.InRange(embed.Footer?.Length ?? 0, 0, 2048);
            Assert.All(embed.Fields, field => Assert.InRange(field.Name.Length, 1, 256));
            Assert.All(embed.Fields, field => Assert.InRange(field.Value.Trim().Length, 1, 1024));
            foreach (var text in embed.Fields.Select(field => field.Value).Append(embed.Description).Append(embed.Title).Append(embed.Footer ?? "")) AssertWhole(text);
        }

        Assert.InRange(message.Buttons.Count, 0, 5);
        Assert.All(message.Buttons, row => Assert.InRange(row.Count, 1, 5));
        var buttons = message.Buttons.SelectMany(row => row).ToList();
        Assert.All(buttons, button => Assert.InRange(button.Id.Length, 1, 100));
        Assert.All(buttons, button => Assert.InRange(button.Label.Length, 1, 80));
        Assert.Equal(buttons.Count, buttons.Select(button => button.Id).Distinct().Count());
    }

    /// <summary>No half of a character.</summary>
    public static void AssertWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            Assert.False(char.IsLowSurrogate(text[i]), $"half a character at {i} of: {text}");
            if (!char.IsHighSurrogate(text[i])) continue;
            Assert.True(i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]), $"half a character at {i} of: {text}");
            i++;
        }
    }

    private static int Size(DiscordEmbed embed) =>
        embed.Title.Length + embed.Description.Length + (embed.Footer?.Length ?? 0) + embed.Fields.Sum(field => field.Name.Length + field.Value.Length);
}
