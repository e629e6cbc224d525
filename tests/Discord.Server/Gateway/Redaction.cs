using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Gateway;

/// <summary>Empties what the intent MESSAGE_CONTENT guards, save in messages that are the bot's own or call it.</summary>
internal static class Redaction
{
    public static JsonNode For(GatewayEvent happened, GatewaySession session, User bot)
    {
        var data = happened.Data.DeepClone();
        if (happened.Message is not { } message || (session.Intents & Intents.MessageContent) != 0) return data;
        if (message.Author == bot || message.Mentions.Users.Contains(bot.Id)) return data;
        data["content"] = "";
        foreach (var key in new[] { "embeds", "attachments", "components" }) data[key] = new JsonArray();
        return data;
    }
}
