using Nightshift.Discord.Server.Checks;
using Nightshift.Discord.Server.Gateway;
using Nightshift.Discord.Server.Interactions;
using Nightshift.Discord.Server.Json;

namespace Nightshift.Discord.Server.Model;

/// <summary>Makes, changes and removes messages and says so to the gateway; permissions and limits were seen to before.</summary>
internal sealed class MessageBoard(World world)
{
    public Message Post(Channel channel, User author, MessageForm form, Interaction? interaction = null, MessageFlags flags = MessageFlags.None,
        Snowflake? replyTo = null, System.Text.Json.Nodes.JsonNode? nonce = null)
    {
        if (channel.Archived) SetArchived(channel, false);
        var message = new Message(world.NextId(), channel, author, world.Now)
        {
            Content = form.Content ?? "",
            Embeds = form.Embeds ?? [],
            Components = form.Components ?? [],
            Flags = form.Flags | flags,
            Interaction = interaction,
            ReplyTo = replyTo,
            Nonce = nonce,
        };
        message.Attachments = AttachmentStore.Store(world, message, form);
        message.Mentions = MentionCheck.Apply(message.Content, form.Allowed, channel, author);
        channel.Messages.Add(message);
        if (!message.Ephemeral) Say("MESSAGE_CREATE", message);
        return message;
    }

    public void Edit(Message message, MessageForm form)
    {
        message.History.Add(State(message));
        if (form.Content is not null)
        {
            message.Content = form.Content;
            message.Mentions = MentionCheck.Apply(message.Content, form.Allowed, message.Channel, message.Author);
        }

        message.Embeds = form.Embeds ?? message.Embeds;
        message.Components = form.Components ?? message.Components;
        message.Attachments = AttachmentStore.Merge(world, message, form);
        message.Flags &= ~MessageFlags.Loading;
        if (form.SetsFlags) message.Flags = (message.Flags & ~MessageFlags.SuppressEmbeds) | (form.Flags & MessageFlags.SuppressEmbeds);
        message.Edited = world.Now;
        if (!message.Ephemeral) Say("MESSAGE_UPDATE", message);
    }

    public void Delete(Message message)
    {
        message.Deleted = true;
        if (message.Ephemeral) return;
        var json = new System.Text.Json.Nodes.JsonObject
        {
            ["id"] = message.Id.ToString(),
            ["channel_id"] = message.Channel.Id.ToString(),
            ["guild_id"] = message.Channel.Guild.Id.ToString(),
        };
        world.Publish(new GatewayEvent("MESSAGE_DELETE", Intents.GuildMessages, message.Channel.Guild, message.Channel, json));
    }

    public void SetArchived(Channel thread, bool archived)
    {
        thread.Archived = archived;
        thread.ArchiveChanged = world.Now;
        world.Publish(new GatewayEvent("THREAD_UPDATE", Intents.Guilds, thread.Guild, thread, GuildJson.Write(thread)));
    }

    /// <summary>Sent again after a thread was made of the message, which its flags then tell.</summary>
    public void SayUpdated(Message message) => Say("MESSAGE_UPDATE", message);

    public static Edit State(Message message) => new(
        message.Edited ?? message.Sent, message.Content, JsonText.Write(message.Embeds), JsonText.Write(message.Components));

    private void Say(string name, Message message)
    {
        world.Publish(new GatewayEvent(
            name, Intents.GuildMessages, message.Channel.Guild, message.Channel, MessageJson.WriteForGateway(message, world)) { Message = message });
        world.Pulse();
    }
}
