using Nightshift.Chat.Discord.People;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.Replies;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Interactions;

/// <summary>A button under a run's message. Whose message it is, and of which plan, is known from the store and not from the button.</summary>
internal sealed class ButtonDesk(RunMessageLookup messages, DiscordPeople people, Presses presses, IRuns runs, Translations texts)
{
    public async Task<Reply> PressAsync(DiscordInteraction interaction, CancellationToken cancellationToken)
    {
        if (interaction.Message is not { } message || await messages.FindAsync(interaction.Channel, message, cancellationToken) is not { } on)
            return Refused(interaction, Sentences.NoSuchRun);
        if (!ButtonId.TryParse(interaction.Button, out var button)) return Refused(interaction, Sentences.NoSuchButton);
        StepPath? step = null;
        if (button.Step is { } key)
        {
            step = (await runs.FindAsync(on.Run, cancellationToken))?.Steps.Where(one => ButtonId.KeyOf(one.Path) == key).Select(one => (StepPath?)one.Path).FirstOrDefault();
            if (step is null) return Refused(interaction, Sentences.NoSuchButton);
        }

        var who = await people.FindAsync(interaction.User.Id, interaction.User.IsBot, cancellationToken);
        var answer = await presses.PressAsync(who, interaction.User.Id, on, button.Reaction, step, interaction.Id, interaction.Locale, cancellationToken);
        return answer.Accepted ? new Reply.Text(answer.Sentence) : new Reply.Refusal(answer.Sentence);
    }

    private Reply.Refusal Refused(DiscordInteraction interaction, string sentence) => new(texts.In(interaction.Locale, sentence));
}
