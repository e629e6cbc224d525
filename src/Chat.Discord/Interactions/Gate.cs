using Nightshift.Chat.Discord.People;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.Replies;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Interactions;

/// <summary>What is turned away before anybody looks who it is: from another guild, from a direct message, from another channel, too old, or taken already. It is recorded.</summary>
internal sealed class Gate(ChatService chat, IChannelStore store, DiscordChannelOptions options, Translations texts, TimeProvider time)
{
    // After that no answer could arrive.
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    /// <summary>Null for what may pass.</summary>
    public async Task<Reply?> RefuseAsync(DiscordInteraction interaction, CancellationToken cancellationToken)
    {
        var isNew = await store.TakeAsync($"{AccountBook.Channel}:interaction:{interaction.Id}", cancellationToken);
        var (fault, values) = FaultOf(interaction, isNew);
        if (fault is null) return null;
        var what = interaction.Kind == DiscordInteractionKind.Command ? $"/{string.Join(' ', interaction.Command)}" : $"/press {interaction.Button}";
        await chat.RefuseAsync(
            DiscordPeople.IdOfStranger(interaction.User.Id), ChannelName.Of(interaction.Home), what, $"{texts.Format("", fault, values)} (guild {interaction.Guild?.ToString() ?? "none"})", cancellationToken);
        return new Reply.Refusal(texts.Format(interaction.Locale, fault, values));
    }

    private (string? Fault, object[] Values) FaultOf(DiscordInteraction interaction, bool isNew)
    {
        if (!isNew) return (Sentences.Repeated, []);
        if (interaction.Guild != options.Guild) return (Sentences.OtherGuild, []);
        if (time.GetUtcNow() - interaction.Id.CreatedAt > Life) return (Sentences.Expired, []);
        return interaction.Kind == DiscordInteractionKind.Command && !options.Channels.Contains(interaction.Home)
            ? (Sentences.OtherChannel, [string.Join(", ", options.Channels.Select(channel => $"<#{channel}>"))])
            : (null, []);
    }
}
