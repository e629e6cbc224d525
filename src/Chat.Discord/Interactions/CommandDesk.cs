using Nightshift.Chat.Discord.Commands;
using Nightshift.Chat.Discord.People;
using Nightshift.Chat.Discord.Runs;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.Replies;
using Nightshift.Chat.Service;

namespace Nightshift.Chat.Discord.Interactions;

/// <summary>A slash command as the line that means the same, said by the person whose account gave it.</summary>
internal sealed class CommandDesk(ChatService chat, CommandRegistrar registrar, DiscordPeople people, IRunMessages messages, Translations texts)
{
    public async Task<Reply> SayAsync(DiscordInteraction interaction, CancellationToken cancellationToken)
    {
        var channel = ChannelName.Of(interaction.Home);
        var found = await people.FindAsync(interaction.User.Id, interaction.User.IsBot, cancellationToken);
        var entry = registrar.Tree.Find(interaction.Command) ?? (await registrar.ReadAsync(cancellationToken)).Find(interaction.Command);
        LineFault? fault = null;
        var line = entry is null ? null : CommandLine.Write(entry, interaction.Options, out fault);
        if (found.Person is not { } person)
        {
            await chat.RefuseAsync(found.Id, channel, line ?? $"/{string.Join(' ', interaction.Command)}", texts.Format("", found.Refusal, interaction.User.Id), cancellationToken);
            return Refused(interaction, found.Refusal, interaction.User.Id);
        }

        if (entry is null) return Refused(interaction, Sentences.NoSuchCommand);
        if (line is null) return Refused(interaction, fault!.Sentence, fault.Option);
        var reply = await chat.SayAsync(person, channel, line, cancellationToken);
        if (reply is Reply.Run run) await messages.ShowAsync(run.Id, interaction.Home, cancellationToken);
        return reply;
    }

    private Reply.Refusal Refused(DiscordInteraction interaction, string sentence, params object[] values) => new(texts.Format(interaction.Locale, sentence, values));
}
