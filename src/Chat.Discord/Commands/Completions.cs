using Microsoft.Extensions.Logging;
using Nightshift.Chat.Discord.People;
using Nightshift.Chat.Service;

namespace Nightshift.Chat.Discord.Commands;

/// <summary>What may be chosen for the option that somebody types: of the clusters as they are, within their rights, and within the time that Discord gives.</summary>
internal sealed class Completions(IDiscord discord, ChatService chat, CommandRegistrar registrar, DiscordPeople people, DiscordChannelOptions options, TimeProvider time, ILogger<Completions> logger)
{
    private const int Most = 25;
    private const int Longest = 100;
    private const int MostAtOnce = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);
    private readonly LooksInProgress<IReadOnlyList<DiscordChoice>> _looks = new(MostAtOnce);

    public async Task AnswerAsync(DiscordInteraction interaction, CancellationToken cancellationToken)
    {
        IReadOnlyList<DiscordChoice> choices = [];
        try
        {
            // A cluster that does not answer need not heed a cancellation either: its place stays taken.
            if (_looks.TryJoin(QuestionOf(interaction), () => LookAsync(interaction, cancellationToken)) is { } asking) choices = await asking.WaitAsync(Patience, time, cancellationToken);
            else logger.CompletionsFull();
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            logger.CompletionLate();
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            logger.CompletionNotAnswered(interaction.Id, failure);
        }

        await discord.SuggestAsync(interaction, choices, cancellationToken);
    }

    /// <summary>Of one person with the roles that they have now: others may choose among other things.</summary>
    private static string QuestionOf(DiscordInteraction interaction) => string.Join('\n', (IEnumerable<string>)
    [
        interaction.User.Id.ToString(), interaction.Channel.ToString(), interaction.Guild?.ToString() ?? "", string.Join(' ', interaction.Roles), string.Join(' ', interaction.Command),
        .. interaction.Options.Select(option => $"{option.Name}{(option.IsFocused ? "*" : "")}={option.Value}"),
    ]);

    private async Task<IReadOnlyList<DiscordChoice>> LookAsync(DiscordInteraction interaction, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        return await ChoicesAsync(interaction, either.Token);
    }

    private async Task<IReadOnlyList<DiscordChoice>> ChoicesAsync(DiscordInteraction interaction, CancellationToken cancellationToken)
    {
        if (!options.IsHere(interaction.Guild, interaction.Home) || await people.TypingAsync(interaction, cancellationToken) is not { } person) return [];
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
