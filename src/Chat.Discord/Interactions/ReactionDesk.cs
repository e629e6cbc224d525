using Microsoft.Extensions.Logging;
using Nightshift.Chat.Discord.People;
using Nightshift.Chat.Discord.Runs;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Interactions;

/// <summary>
/// ✅ and ❌ on the message of a plan: approval, its withdrawal when ✅ is taken off again, and rejection. Deals with them one after another for each message, and
/// asks Discord of nothing but the roles of somebody who consents.
/// </summary>
internal sealed class ReactionDesk(
    RunMessageLookup messages, IRuns runs, DiscordPeople people, Presses presses, SeenReactions seen, ReactionNotes notes, DiscordChannelOptions options, ILogger<ReactionDesk> logger)
{
    /// <param name="self">The bot's own account, which marks messages for others to press on.</param>
    public async Task<ReactionOutcome> HandleAsync(DiscordReaction reaction, Snowflake self, CancellationToken cancellationToken)
    {
        if (reaction.User == self || Consent.Of(reaction.Emoji) is not { } mark) return ReactionOutcome.Done;
        try
        {
            if (await messages.FindAsync(reaction.Channel, reaction.Message, cancellationToken) is not { AsksConsent: true } on) return ReactionOutcome.Done;
            if (await runs.FindAsync(on.Run, cancellationToken) is not { } run || run.Summary.State.IsFinal()) return ReactionOutcome.Done;
            return reaction.IsAdded ? await TakeAsync(reaction, mark, on, run, cancellationToken) : await TakeBackAsync(reaction, mark, on, run, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            logger.ReactionFailed(reaction.User, reaction.Message, failure);
            return new ReactionOutcome(IsOpen: true);
        }
    }

    private async Task<ReactionOutcome> TakeAsync(DiscordReaction reaction, string mark, RunOnMessage on, RunView run, CancellationToken cancellationToken)
    {
        var meaning = mark == Consent.Yes ? Reaction.Approve : Reaction.Reject;
        var who = reaction.Guild == options.Guild
            ? await people.FindAsync(reaction.User, reaction.IsBot, cancellationToken)
            : new Found(null, DiscordPeople.IdOfStranger(reaction.User), Sentences.OtherGuild);
        if (who.IsUnknown) return TriedAgain(reaction, mark);
        if (who.Person is null)
        {
            await seen.RememberAsync(reaction.Message, reaction.User, mark, cancellationToken);
            if (await seen.RefuseAsync(reaction.Message, reaction.User, cancellationToken)) await PressAsync(who, reaction, on, meaning, cancellationToken);
            return ReactionOutcome.Done;
        }

        if (meaning == Reaction.Approve) await seen.BeginAsync(reaction.Message, reaction.User, who.Id, cancellationToken);
        var answer = await PressAsync(who, reaction, on, meaning, cancellationToken);
        if (answer.IsFault()) return TriedAgain(reaction, mark);
        var isFirst = await seen.RememberAsync(reaction.Message, reaction.User, mark, cancellationToken);
        return answer.Accepted || !isFirst || run.IsConsentedTo(on.PlanHash, who.Id) ? ReactionOutcome.Done : new ReactionOutcome(notes.NotCounted(reaction, mark, answer.Sentence));
    }

    /// <summary>
    /// Whoever takes their ✅ off is known by the account that set it: Discord is not asked who they are now, which only consent needs. A ✅ that comes off too late is
    /// told, since it stands. A ❌ takes nothing back: the run has ended.
    /// </summary>
    private async Task<ReactionOutcome> TakeBackAsync(DiscordReaction reaction, string mark, RunOnMessage on, RunView run, CancellationToken cancellationToken)
    {
        DiscordMessage? note = null;
        foreach (var giver in mark == Consent.Yes ? await GiversAsync(reaction, cancellationToken) : [])
        {
            if (!run.IsConsentedTo(on.PlanHash, giver)) continue;
            var answer = await PressAsync(people.Withdrawing(giver), reaction, on, Reaction.Withdraw, cancellationToken);
            if (answer.IsFault()) return TriedAgain(reaction, mark);
            if (!answer.Accepted) note = notes.Stands(reaction, mark, on.Run, answer.Sentence);
        }

        await seen.ForgetAsync(reaction.Message, reaction.User, mark, cancellationToken);
        return new ReactionOutcome(note);
    }

    /// <summary>By what was kept when it was set; else by whose the account is.</summary>
    private async Task<IReadOnlyList<PersonId>> GiversAsync(DiscordReaction reaction, CancellationToken cancellationToken)
    {
        var given = (await seen.GivenAsync(reaction.Message, cancellationToken)).Where(one => one.User == reaction.User).Select(one => one.Person).ToList();
        if (given.Count > 0) return given;
        return await people.OwnerAsync(reaction.User, cancellationToken) is { } owner ? [owner] : [];
    }

    private Task<Answer> PressAsync(Found who, DiscordReaction reaction, RunOnMessage on, Reaction meaning, CancellationToken cancellationToken) =>
        presses.PressAsync(who, reaction.User, on, meaning, null, null, "", cancellationToken);

    private ReactionOutcome TriedAgain(DiscordReaction reaction, string mark) => new(notes.TriedAgain(reaction, mark), IsOpen: true);
}
