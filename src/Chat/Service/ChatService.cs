using Microsoft.Extensions.Logging;
using Nightshift.Chat.Commands;
using Nightshift.Chat.Grammar;
using Nightshift.Chat.People;
using Nightshift.Chat.Replies;
using Nightshift.Runs;

namespace Nightshift.Chat.Service;

/// <summary>
/// What every channel calls: somebody says something, reacts to a run, or has begun to type. A wrong request is a <see cref="Reply.Refusal"/>;
/// a cluster that cannot be read is a sentence; nothing is thrown but cancellation.
/// </summary>
public sealed class ChatService(CommandTable commands, PeopleDirectory people, IRuns runs, ILogger<ChatService> logger)
{
    public async Task<Reply> SayAsync(PersonId who, string channel, string text, CancellationToken cancellationToken)
    {
        if (people.Find(who) is not { } person) return new Reply.Refusal($"'{who}' is not among the configured people; ask for an entry under Nightshift:People");
        if (!CommandTextParser.TryParse(text, out var command, out var fault)) return new Reply.Refusal(fault);
        try
        {
            var (handler, arguments) = await commands.FindAsync(command, cancellationToken);
            if (!people.May(person, handler.Visible)) return new Reply.Refusal(people.RefusalOf(person, handler.Visible));
            return await handler.HandleAsync(new Invocation(person, channel, command) { Arguments = arguments }, cancellationToken);
        }
        catch (CommandRefusedException refused)
        {
            return new Reply.Refusal(refused.Message);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.CommandFailed(command.Text, who.Value, exception);
            return new Reply.Failure($"{command.Text.Split(' ')[0]} failed: {exception.Message}");
        }
    }

    /// <summary>A reaction on a run's card means the command of the same name.</summary>
    public async Task<Answer> ReactAsync(PersonId who, RunId run, Reaction reaction, string planHash, CancellationToken cancellationToken)
    {
        if (people.Find(who) is not { } person) return Answer.No($"'{who}' is not among the configured people");
        try
        {
            return await ReactAsync(person, run, reaction, planHash, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.CommandFailed($"{reaction.CommandWord()} {run}", who.Value, exception);
            return Answer.No($"{reaction.CommandWord()} of run {run} failed: {exception.Message}");
        }
    }

    private async Task<Answer> ReactAsync(Person person, RunId run, Reaction reaction, string planHash, CancellationToken cancellationToken)
    {
        var who = person.Id;
        var view = await runs.FindAsync(run, cancellationToken);
        if (view is null) return Answer.No($"there is no run {run}");
        var permission = new Permission(reaction.CommandWord(), view.Summary.Cluster, "cluster");
        if (!people.May(person, permission)) return Answer.No(people.RefusalOf(person, permission));
        return reaction switch
        {
            Reaction.Approve => await runs.ApproveAsync(run, who, planHash, cancellationToken),
            Reaction.Withdraw => await runs.WithdrawAsync(run, who, cancellationToken),
            Reaction.Reject => await runs.RejectAsync(run, who, "rejected by reaction", cancellationToken),
            Reaction.Retry => await runs.DecideAsync(run, who, Decision.Retry, null, cancellationToken),
            Reaction.Skip => await runs.DecideAsync(run, who, Decision.Skip, null, cancellationToken),
            Reaction.Abort => await runs.AbortAsync(run, who, now: false, cancellationToken),
            Reaction.AbortNow => await runs.AbortAsync(run, who, now: true, cancellationToken),
            Reaction.Pause or Reaction.PauseNow => await runs.PauseAsync(run, who, reaction == Reaction.PauseNow, null, cancellationToken),
            Reaction.Resume => await runs.ResumeAsync(run, who, anyway: false, cancellationToken),
            _ when reaction.Choice() is { } choice => await AnswerAsync(view, who, choice, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(reaction), reaction, "not a reaction"),
        };
    }

    private async Task<Answer> AnswerAsync(RunView run, PersonId who, int choice, CancellationToken cancellationToken)
    {
        var asking = run.Steps.Where(step => step.Choices.Count > 0).ToList();
        return asking is [var asked] && choice < asked.Choices.Count
            ? await runs.AnswerAsync(run.Summary.Id, who, asked.Choices[choice], asked.Path, cancellationToken)
            : Answer.No(asking.Count > 1 ? $"run {run.Summary.Id} asks several questions; /answer {run.Summary.Id} names one" : $"run {run.Summary.Id} asks no question with such an answer");
    }

    /// <summary>What may follow <paramref name="text"/>, at most 25; only what this person may use.</summary>
    public async Task<IReadOnlyList<Completion>> CompleteAsync(PersonId who, string text, CancellationToken cancellationToken)
    {
        if (people.Find(who) is not { } person || !text.StartsWith('/') || text.Length > CommandTextParser.MaxLength) return [];
        try
        {
            return await CompleteAsync(person, text, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Somebody types on: a cluster that cannot be asked only has nothing to propose.
            logger.CompletionFailed(text, who.Value, exception);
            return [];
        }
    }

    private async Task<IReadOnlyList<Completion>> CompleteAsync(Person person, string text, CancellationToken cancellationToken)
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
