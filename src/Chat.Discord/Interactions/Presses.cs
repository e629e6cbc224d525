using Nightshift.Chat.Discord.People;
using Nightshift.Chat.Discord.Runs;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Interactions;

/// <summary>The one way from a reaction or a button to a run: by the person as of this moment, about the plan of the very message that it is on.</summary>
internal sealed class Presses(ChatService chat, Translations texts)
{
    /// <param name="interaction">Its id; null for reactions, which have none.</param>
    public Task<Answer> PressAsync(Found who, Snowflake account, RunOnMessage on, Reaction reaction, StepPath? step, Snowflake? interaction, string locale, CancellationToken cancellationToken)
    {
        var press = new ReactionPress(reaction, on.PlanHash, interaction is { } id ? $"{AccountBook.Channel}:{id}" : null, Step: step);
        return who.Person is { } person
            ? chat.ReactAsync(person, on.Run, press, cancellationToken)
            : chat.RefuseAsync(who.Id, on.Run, press, texts.Format(locale, who.Refusal, account), cancellationToken);
    }
}
