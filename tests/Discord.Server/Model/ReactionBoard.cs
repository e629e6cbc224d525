using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Checks;
using Nightshift.Discord.Server.Gateway;
using Nightshift.Discord.Server.Json;

namespace Nightshift.Discord.Server.Model;

/// <summary>Reactions set and taken, by the bot and by people alike.</summary>
internal sealed class ReactionBoard(World world)
{
    public void Add(Message message, User user, string emoji)
    {
        var reaction = Find(message, emoji);
        if (reaction is null) message.Reactions.Add(reaction = new Reaction(emoji, []));
        if (reaction.Users.Contains(user)) return;
        reaction.Users.Add(user);
        var json = Event(message, user, reaction.Emoji);
        json["message_author_id"] = message.Author.Id.ToString();
        if (message.Channel.Guild.Members.TryGetValue(user.Id, out var member)) json["member"] = PeopleJson.Write(member);
        Say("MESSAGE_REACTION_ADD", message, json);
    }

    public void Remove(Message message, User user, string emoji)
    {
        if (Find(message, emoji) is not { } reaction || !reaction.Users.Remove(user)) return;
        if (reaction.Users.Count == 0) message.Reactions.Remove(reaction);
        Say("MESSAGE_REACTION_REMOVE", message, Event(message, user, reaction.Emoji));
    }

    public void Clear(Message message, string? emoji)
    {
        message.Reactions.RemoveAll(reaction => emoji is null || Emoji.Same(reaction.Emoji, emoji));
        var json = Place(message);
        if (emoji is not null) json["emoji"] = Write(emoji);
        Say(emoji is null ? "MESSAGE_REACTION_REMOVE_ALL" : "MESSAGE_REACTION_REMOVE_EMOJI", message, json);
    }

    public static Reaction? Find(Message message, string emoji) => message.Reactions.Find(reaction => Emoji.Same(reaction.Emoji, emoji));

    private static JsonObject Event(Message message, User user, string emoji)
    {
        var json = Place(message);
        json["user_id"] = user.Id.ToString();
        json["emoji"] = Write(emoji);
        json["burst"] = false;
        json["type"] = 0;
        return json;
    }

    private static JsonObject Place(Message message) => new()
    {
        ["message_id"] = message.Id.ToString(),
        ["channel_id"] = message.Channel.Id.ToString(),
        ["guild_id"] = message.Channel.Guild.Id.ToString(),
    };

    private static JsonObject Write(string emoji) => new() { ["id"] = null, ["name"] = emoji };

    private void Say(string name, Message message, JsonObject json)
    {
        world.Publish(new GatewayEvent(name, Intents.GuildMessageReactions, message.Channel.Guild, message.Channel, json));
        world.Pulse();
    }
}
