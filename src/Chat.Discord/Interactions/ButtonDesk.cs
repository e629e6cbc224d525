using Nightshift.Chat.Discord.People;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.Replies;
using Nightshift.Chat.Service;
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
        if (button.Step is { } asked)
        {
            if ((await runs.FindAsync(on.Run, cancellationToken))?.Steps.FirstOrDefault(one => ButtonId.KeyOf(one.Path) == asked.Key) is not { } now)
                return Refused(interaction, Sentences.NoSuchButton);

            // An abort gives up the run, whatever else was asked since.
            if (button.Reaction != Reaction.Abort && now.Attempts.Count != asked.Attempt) return Refused(interaction, Sentences.OlderAttempt, asked.Attempt);
            step = now.Path;
        }

        var who = await people.FindAsync(interaction.User.Id, interaction.User.IsBot, cancellationToken);
        var answer = await presses.PressAsync(who, interaction.User.Id, on, button.Reaction, step, interaction.Id, interaction.Locale, cancellationToken);
        return answer.Accepted ? new Reply.Text(answer.Sentence) : new Reply.Refusal(answer.Sentence);
    }

    private Reply.Refusal Refused(DiscordInteraction interaction, string sentence, params object[] values) => new(texts.Format(interaction.Locale, sentence, values));
}
