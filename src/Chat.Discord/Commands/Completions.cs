using Microsoft.Extensions.Logging;
using Nightshift.Chat.Discord.People;
using Nightshift.Chat.Service;

namespace Nightshift.Chat.Discord.Commands;

/// <summary>What may be chosen for the option that somebody types: of the clusters as they are, within their rights, and within the time that Discord gives.</summary>
internal sealed class Completions(IDiscord discord, ChatService chat, CommandRegistrar registrar, DiscordPeople people, DiscordChannelOptions options, TimeProvider time, ILogger<Completions> logger)
{
    private const int Most = 25;
    private const int Longest = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    public async Task AnswerAsync(DiscordInteraction interaction, CancellationToken cancellationToken)
    {
        IReadOnlyList<DiscordChoice> choices = [];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // A cluster that does not answer need not heed the cancellation either.
            var asking = Task.Run(() => ChoicesAsync(interaction, stop.Token), stop.Token);
            choices = await asking.WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            logger.CompletionLate();
            await stop.CancelAsync();
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            logger.CompletionNotAnswered(interaction.Id, failure);
        }

        await discord.SuggestAsync(interaction, choices, cancellationToken);
    }

    private async Task<IReadOnlyList<DiscordChoice>> ChoicesAsync(DiscordInteraction interaction, CancellationToken cancellationToken)
    {
        if (!options.IsHere(interaction.Guild, interaction.Channel) || await people.TypingAsync(interaction, cancellationToken) is not { } person) return [];
        var tree = registrar.Tree.Entries.Count > 0 ? registrar.Tree : await registrar.ReadAsync(cancellationToken);
        if (tree.Find(interaction.Command) is not { } entry || CommandLine.Begin(entry, interaction.Options, out var typed) is not { } line) return [];
        var kept = line[..^typed.Length];
        var proposed = await chat.CompleteAsync(person, line, cancellationToken);
        return [.. proposed
            .Where(completion => completion.Text.StartsWith(kept, StringComparison.Ordinal))
            .Select(completion => (Value: completion.Text[kept.Length..].Trim(), completion.Help))
            .Where(choice => choice.Value.Length is > 0 and <= Longest && !choice.Value.StartsWith("--", StringComparison.Ordinal))
            .DistinctBy(choice => choice.Value)
            .Take(Most)
            .Select(choice => new DiscordChoice(Texts.Escaping.Plain(choice.Help.Length == 0 ? choice.Value : $"{choice.Value} – {choice.Help}", Longest), choice.Value))];
    }
}
