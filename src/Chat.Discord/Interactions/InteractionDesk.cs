using Microsoft.Extensions.Logging;
using Nightshift.Chat.Discord.Commands;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.Replies;

namespace Nightshift.Chat.Discord.Interactions;

/// <summary>
/// Commands and buttons as they come in. The acknowledgement goes out before anything is looked at; whether others see the answer is known from the command's name alone.
/// What could not be acknowledged has no effect: the person was told so by Discord.
/// </summary>
internal sealed class InteractionDesk(
    IDiscord discord, Gate gate, CommandDesk commands, ButtonDesk buttons, Completions completions, ReplyMessage replies, Translations texts, Acknowledgements measured, TimeProvider time, ILogger<InteractionDesk> logger)
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);

    /// <param name="received">When it came in, as a timestamp.</param>
    public async Task HandleAsync(DiscordInteraction interaction, long received, CancellationToken cancellationToken)
    {
        try
        {
            if (interaction.Kind == DiscordInteractionKind.Completion) await completions.AnswerAsync(interaction, cancellationToken);
            else if (await AcknowledgeAsync(interaction, received, cancellationToken)) await AnswerAsync(interaction, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            logger.NotAnswered(interaction.Id, failure);
        }
    }

    private async Task<bool> AcknowledgeAsync(DiscordInteraction interaction, long received, CancellationToken cancellationToken)
    {
        try
        {
            await discord.DeferAsync(interaction, !IsPublic(interaction), cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            logger.NotAcknowledged(interaction.Id, time.GetElapsedTime(received).TotalMilliseconds, failure);
            return false;
        }

        var took = time.GetElapsedTime(received);
        measured.Add(interaction.Kind, took);
        if (took > Late) logger.AcknowledgedLate(interaction.Id, took.TotalMilliseconds);
        return true;
    }

    private static bool IsPublic(DiscordInteraction interaction) => interaction.Kind == DiscordInteractionKind.Command && PublicCommands.Contains(interaction.Command);

    private async Task AnswerAsync(DiscordInteraction interaction, CancellationToken cancellationToken)
    {
        Reply reply;
        try
        {
            reply = await gate.RefuseAsync(interaction, cancellationToken)
                ?? await (interaction.Kind == DiscordInteractionKind.Button ? buttons.PressAsync(interaction, cancellationToken) : commands.SayAsync(interaction, cancellationToken));
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            logger.InteractionFailed(interaction.Id, failure);
            reply = new Reply.Failure(texts.In(interaction.Locale, Sentences.Failed));
        }

        var message = replies.Of(reply, interaction.Locale);
        if (!IsPublic(interaction) || !ReplyMessage.IsRefused(reply))
        {
            await discord.AnswerAsync(interaction, message, cancellationToken);
            return;
        }

        // What was promised to everybody is not for everybody any more.
        await discord.AnswerAsync(interaction, new DiscordMessage(texts.In(interaction.Locale, Sentences.ToldPrivately)), cancellationToken);
        await discord.FollowUpAsync(interaction, message, isPrivate: true, cancellationToken);
    }
}
