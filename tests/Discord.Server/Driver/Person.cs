using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Checks;
using Nightshift.Discord.Server.Interactions;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Driver;

/// <summary>
/// Somebody at a keyboard in one guild (or, with <see cref="User.Bot"/>, a foreign bot). Each act is what his own Discord would send,
/// and is refused with <see cref="ClientRefusesException"/> where that would not let him.
/// </summary>
public sealed class Person
{
    private readonly DiscordServer _server;
    private readonly World _world;

    internal Person(DiscordServer server, World world, Guild guild, User user, string locale) =>
        (_server, _world, Guild, User, Locale) = (server, world, guild, user, locale);

    public Guild Guild { get; }

    public User User { get; }

    public Snowflake Id => User.Id;

    /// <summary>The language of his client, "en-US" or "zh-CN".</summary>
    public string Locale { get; set; }

    /// <summary>Types a slash command and sends it: "/upgrade run cluster:blue batch:2", names in his own language too.</summary>
    public SentInteraction Type(Channel channel, string line)
    {
        lock (_world.Gate)
        {
            RequireCommands(channel);
            var data = new TypedCommand(_world, Guild, User, Locale).Read(line);
            return Sent(new InteractionEvents(_world).Send(InteractionType.Command, User, Locale, channel, data));
        }
    }

    /// <summary>Stops typing in an option that completes: the application is asked for choices.</summary>
    /// <param name="line">The command as far as it is typed, "/upgrade run cluster:bl".</param>
    /// <param name="option">The option the cursor is in.</param>
    public SentInteraction Complete(Channel channel, string line, string option)
    {
        lock (_world.Gate)
        {
            RequireCommands(channel);
            var typed = new TypedCommand(_world, Guild, User, Locale);
            var data = typed.Read(line, option);
            return Sent(new InteractionEvents(_world).Send(InteractionType.Autocomplete, User, Locale, channel, data, focused: typed.Focused));
        }
    }

    /// <summary>Presses a button by its label or custom_id, as the message stands now.</summary>
    public SentInteraction Press(MessageView message, string button)
    {
        lock (_world.Gate)
        {
            var source = Seen(message);
            var pressed = ButtonView.In(source.Components).FirstOrDefault(one => one.CustomId == button || one.Label == button)
                ?? throw new ClientRefusesException($"The message has no button '{button}'.");
            if (pressed.Disabled || pressed.CustomId is null) throw new ClientRefusesException($"The button '{button}' cannot be pressed.");
            var data = new JsonObject { ["custom_id"] = pressed.CustomId, ["component_type"] = 2 };
            return Sent(new InteractionEvents(_world).Send(InteractionType.Component, User, Locale, source.Channel, data, source));
        }
    }

    /// <summary>Sets a reaction. An emoji is sent as written here, with its selectors and skin tones.</summary>
    public void React(MessageView message, string emoji)
    {
        lock (_world.Gate)
        {
            var target = Seen(message);
            if (target.Ephemeral || !Emoji.IsUnicode(emoji)) throw new ClientRefusesException($"'{emoji}' cannot be set here.");
            if (ReactionBoard.Find(target, emoji) is null && !May(target.Channel, Permission.AddReactions))
                throw new ClientRefusesException("No permission to add reactions.");
            new ReactionBoard(_world).Add(target, User, emoji);
        }
    }

    public void Unreact(MessageView message, string emoji)
    {
        lock (_world.Gate) new ReactionBoard(_world).Remove(Seen(message), User, emoji);
    }

    /// <summary>Takes everybody's reactions off, as a moderator: all, or those with one emoji.</summary>
    public void ClearReactions(MessageView message, string? emoji = null)
    {
        lock (_world.Gate)
        {
            var target = Seen(message);
            if (!May(target.Channel, Permission.ManageMessages)) throw new ClientRefusesException("No permission to clear reactions.");
            new ReactionBoard(_world).Clear(target, emoji);
        }
    }

    /// <summary>Writes an ordinary message.</summary>
    public MessageView Say(Channel channel, string content)
    {
        lock (_world.Gate)
        {
            RequireWrites(channel);
            if (Fields.Length(content) is 0 or > 2000) throw new ClientRefusesException("A message has 1 to 2,000 characters.");
            var form = new MessageForm(content, null, null, null, MessageFlags.None, null, []);
            return MessageView.Of(new MessageBoard(_world).Post(channel, User, form));
        }
    }

    /// <summary>Deletes a message, his own or as a moderator.</summary>
    public void Delete(MessageView message)
    {
        lock (_world.Gate)
        {
            var target = Seen(message);
            if (target.Author != User && !May(target.Channel, Permission.ManageMessages)) throw new ClientRefusesException("The message is not his to delete.");
            new MessageBoard(_world).Delete(target);
            _world.Pulse();
        }
    }

    public void Give(Role role) => _server.SetRole(this, role, true);

    public void Take(Role role) => _server.SetRole(this, role, false);

    /// <summary>What he sees in a channel, oldest first: no deleted messages, of the ephemeral ones his own answers only.</summary>
    public IReadOnlyList<MessageView> Read(Channel channel)
    {
        lock (_world.Gate)
        {
            if (!May(channel, Permission.ViewChannel)) return [];
            return [.. channel.Messages.Where(IsSeen).Select(MessageView.Of)];
        }
    }

    private bool IsSeen(Message message) => !message.Deleted && (!message.Ephemeral || message.Interaction?.User == User);

    private Message Seen(MessageView view)
    {
        if (!view.Channel.Messages.TryGet(view.Id, out var message) || !IsSeen(message) || !May(view.Channel, Permission.ViewChannel))
            throw new ClientRefusesException("The message is not there for him.");
        return message;
    }

    private bool May(Channel channel, Permission needed) => PermissionRules.In(channel, User.Id).HasFlag(needed);

    private void RequireCommands(Channel channel)
    {
        if (User.Bot) throw new ClientRefusesException("Bots send no commands.");
        RequireWrites(channel);
    }

    private void RequireWrites(Channel channel)
    {
        if (!May(channel, channel.IsThread ? Permission.SendMessagesInThreads : Permission.SendMessages))
            throw new ClientRefusesException($"{User.Name} may not write in {channel.Name}.");
    }

    private SentInteraction Sent(Interaction interaction) => new(_server, _world, interaction);
}
