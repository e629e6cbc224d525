using Microsoft.Extensions.Logging;
using Nightshift.Chat.Commands;
using Nightshift.Chat.Grammar;
using Nightshift.Chat.People;
using Nightshift.Chat.Replies;
using Nightshift.Runs;

namespace Nightshift.Chat.Service;

/// <summary>
/// What every channel calls: somebody says something, reacts to a run, or has begun to type. A wrong request is a <see cref="Reply.Refusal"/>;
/// a cluster that cannot be read is a sentence; nothing is thrown but cancellation. What is refused for want of a right is recorded.
/// </summary>
public sealed partial class ChatService(CommandTable commands, PeopleDirectory people, IRuns runs, IAuditLog audit, SecretMask mask, ILogger<ChatService> logger)
{
    private const int LongestWord = 40;

    private readonly RefusalRecord _refusals = new(runs, audit, mask, logger);

    public Task<Reply> SayAsync(PersonId who, string channel, string text, CancellationToken cancellationToken) =>
        SayAsync(who, people.Find(who), channel, text, cancellationToken);

    /// <summary>Said by somebody with the roles that they have at this moment, also where a channel gave some of them.</summary>
    public Task<Reply> SayAsync(Person who, string channel, string text, CancellationToken cancellationToken) => SayAsync(who.Id, who, channel, text, cancellationToken);

    /// <summary>For a channel that finds a command to be nobody's, or not to be one: it is answered and recorded like one that may not be.</summary>
    public async Task<Reply> RefuseAsync(PersonId who, string channel, string text, string reason, CancellationToken cancellationToken)
    {
        var action = CommandTextParser.TryParse(text, out var command, out _) ? WordOf(command) : "say";
        await _refusals.OfCommandAsync(who, channel, action, text, new NotAllowedException(reason, null), cancellationToken);
        return new Reply.Refusal(reason);
    }

    private async Task<Reply> SayAsync(PersonId who, Person? speaker, string channel, string text, CancellationToken cancellationToken)
    {
        var action = "say";
        try
        {
            var isCommand = CommandTextParser.TryParse(text, out var command, out var fault);
            if (isCommand) action = WordOf(command);
            if (speaker is not { } person) throw new NotAllowedException($"'{who}' is not among the configured people; ask for an entry under Nightshift:People", null);
            if (!isCommand) return new Reply.Refusal(fault);
            var (handler, arguments) = await commands.FindAsync(command, cancellationToken);
            NotAllowedException.ThrowUnless(people, person, handler.Visible);
            return await handler.HandleAsync(new Invocation(person, channel, command) { Arguments = arguments }, cancellationToken);
        }
        catch (NotAllowedException refused)
        {
            await _refusals.OfCommandAsync(who, channel, action, text, refused, cancellationToken);
            return new Reply.Refusal(refused.Message);
        }
        catch (CommandRefusedException refused)
        {
            return new Reply.Refusal(refused.Message);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.CommandFailed(mask.Mask(text), who.Value, exception);
            return new Reply.Failure($"/{action} failed: {exception.Message}");
        }
    }

    private static string WordOf(CommandText command) => command.Tokens[0].Length <= LongestWord ? command.Tokens[0] : command.Tokens[0][..LongestWord];

    /// <summary>What may follow <paramref name="text"/>, at most 25; only what this person may use.</summary>
    public Task<IReadOnlyList<Completion>> CompleteAsync(PersonId who, string text, CancellationToken cancellationToken) =>
        people.Find(who) is { } person ? CompletionsAsync(person, text, cancellationToken) : Task.FromResult<IReadOnlyList<Completion>>([]);

    /// <inheritdoc cref="CompleteAsync(PersonId, string, CancellationToken)"/>
    public Task<IReadOnlyList<Completion>> CompleteAsync(Person who, string text, CancellationToken cancellationToken) => CompletionsAsync(who, text, cancellationToken);

    private async Task<IReadOnlyList<Completion>> CompletionsAsync(Person person, string text, CancellationToken cancellationToken)
    {
        if (!text.StartsWith('/') || text.Length > CommandTextParser.MaxLength) return [];
        try
        {
            return await ProposeAsync(person, text, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Somebody types on: a cluster that cannot be asked only has nothing to propose.
            logger.CompletionFailed(mask.Mask(text), person.Id.Value, exception);
            return [];
        }
    }

    private async Task<IReadOnlyList<Completion>> ProposeAsync(Person person, string text, CancellationToken cancellationToken)
    {
        const int most = 25;
        var visible = await commands.VisibleToAsync(person, people, cancellationToken);
        var typed = text[1..];
        var commandsBegun = visible
            .Where(command => command.Words.StartsWith(typed, StringComparison.Ordinal))
            .Select(command => new Completion($"/{command.Words} ", command.Summary))
            .Take(most)
            .ToList();
        if (commandsBegun.Count > 0) return commandsBegun;

        var chosen = visible.Where(command => typed.StartsWith(command.Words + " ", StringComparison.Ordinal)).MaxBy(command => command.Words.Length);
        if (chosen is null || !CommandTextParser.TryParse(text, out var parsed, out _)) return [];
        var arguments = parsed.Tokens.Skip(chosen.Words.Split(' ').Length).ToList();
        if (char.IsWhiteSpace(typed[^1])) arguments.Add("");
        var begun = arguments.LastOrDefault("");

        // A word with quotes or escapes in it is not on the line as it was read, so nothing can be put in its place.
        if (!text.EndsWith(begun, StringComparison.Ordinal) || (begun.Length > 0 && text[..^begun.Length].EndsWith('\\'))) return [];
        var kept = text[..^begun.Length];
        var next = await chosen.CompleteAsync(person, arguments, cancellationToken);
        return [.. next.Take(most).Select(completion => completion with { Text = kept + completion.Text })];
    }
}
