using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Json;

/// <summary>Messages as Discord writes them, to the bot.</summary>
internal static class MessageJson
{
    public static JsonObject Write(Message message, World world, bool withReference = true)
    {
        var json = new JsonObject
        {
            ["id"] = message.Id.ToString(),
            ["type"] = Kind(message),
            ["channel_id"] = message.Channel.Id.ToString(),
            ["author"] = PeopleJson.Write(message.Author),
            ["content"] = message.Content,
            ["timestamp"] = JsonText.Time(message.Sent),
            ["edited_timestamp"] = JsonText.Time(message.Edited),
            ["tts"] = false,
            ["mention_everyone"] = message.Mentions.Everyone,
            ["mentions"] = JsonText.Array(message.Mentions.Users.Where(world.Users.ContainsKey).Select(id => PeopleJson.Write(world.Users[id]))),
            ["mention_roles"] = JsonText.Ids(message.Mentions.Roles),
            ["attachments"] = JsonText.Array(message.Attachments.Select(Write)),
            ["embeds"] = JsonText.Copy(message.Embeds),
            ["components"] = JsonText.Copy(message.Components),
            ["pinned"] = false,
            ["flags"] = (int)message.Flags,
        };
        if (message.Nonce is { } nonce) json["nonce"] = nonce.DeepClone();
        if (message.Reactions.Count > 0) json["reactions"] = JsonText.Array(message.Reactions.Select(reaction => Write(reaction, world.Bot)));
        if (message.Thread is { } thread) json["thread"] = GuildJson.Write(thread);
        AddInteraction(json, message, world);
        if (withReference) AddReference(json, message, world);
        return json;
    }

    /// <summary>The message as the gateway sends it: with the guild and the author's membership.</summary>
    public static JsonObject WriteForGateway(Message message, World world)
    {
        var json = Write(message, world);
        json["guild_id"] = message.Channel.Guild.Id.ToString();
        if (message.Channel.Guild.Members.TryGetValue(message.Author.Id, out var member)) json["member"] = PeopleJson.WriteWithoutUser(member);
        return json;
    }

    private static int Kind(Message message) => message.Interaction is { IsCommand: true } ? 20 : message.ReplyTo is null ? 0 : 19;

    public static JsonObject Write(Attachment attachment) => new()
    {
        ["id"] = attachment.Id.ToString(),
        ["filename"] = attachment.FileName,
        ["description"] = attachment.Description,
        ["content_type"] = attachment.ContentType,
        ["size"] = attachment.Bytes.Length,
        ["url"] = attachment.Url.ToString(),
        ["proxy_url"] = attachment.Url.ToString(),
    };

    private static JsonObject Write(Reaction reaction, User bot) => new()
    {
        ["emoji"] = new JsonObject { ["id"] = null, ["name"] = reaction.Emoji },
        ["count"] = reaction.Users.Count,
        ["count_details"] = new JsonObject { ["burst"] = 0, ["normal"] = reaction.Users.Count },
        ["burst_colors"] = new JsonArray(),
        ["me_burst"] = false,
        ["burst_me"] = false,
        ["me"] = reaction.Users.Contains(bot),
        ["burst_count"] = 0,
    };

    private static void AddInteraction(JsonObject json, Message message, World world)
    {
        if (message.Interaction is not { } interaction) return;
        json["application_id"] = world.Bot.Id.ToString();
        json["webhook_id"] = world.Bot.Id.ToString();
        json["interaction_metadata"] = new JsonObject
        {
            ["id"] = interaction.Id.ToString(),
            ["type"] = (int)interaction.Type,
            ["user"] = PeopleJson.Write(interaction.User),
            ["authorizing_integration_owners"] = new JsonObject { ["0"] = interaction.Channel.Guild.Id.ToString() },
        };
    }

    private static void AddReference(JsonObject json, Message message, World world)
    {
        if (message.ReplyTo is not { } id) return;
        json["message_reference"] = new JsonObject
        {
            ["type"] = 0,
            ["message_id"] = id.ToString(),
            ["channel_id"] = message.Channel.Id.ToString(),
            ["guild_id"] = message.Channel.Guild.Id.ToString(),
        };
        json["referenced_message"] = World.TryGetMessage(message.Channel, id, out var referenced)
            ? Write(referenced, world, withReference: false)
            : null;
    }
}
