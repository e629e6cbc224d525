using Nightshift.Chat.People;
using Nightshift.Chat.Replies;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands.Deciding;

/// <summary>A command that is given to one run: <c>/abort 42</c>. Rights are asked for the run's cluster.</summary>
internal abstract class RunControlCommand(IRuns runs, PeopleDirectory people) : ChatCommand
{
    public override string Usage => "<run>";

    public override IReadOnlyList<CommandParameter> Parameters => [CommandParameter.Run];

    protected IRuns Runs => runs;

    protected PeopleDirectory People => people;

    public override async Task<Reply> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Arguments.Count == 0 || !RunId.TryParse(invocation.Arguments[0], null, out var id))
            throw new CommandRefusedException($"usage: /{Words} {Usage}; /runs lists the runs");
        var view = await runs.FindAsync(id, cancellationToken) ?? throw new CommandRefusedException($"there is no run {id}; /runs lists them");
        NotAllowedException.ThrowUnless(people, invocation.Person, new Permission(Words, view.Summary.Cluster, "cluster"), id);
        var answer = await GiveAsync(view, invocation.Person, [.. invocation.Arguments.Skip(1)], cancellationToken);
        return answer.Accepted ? new Reply.Text(answer.Sentence) : new Reply.Refusal(answer.Sentence);
    }

    public override async Task<IReadOnlyList<Completion>> CompleteAsync(Person person, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments.Count > 1) return [];
        var latest = await runs.ListAsync(20, cancellationToken);
        return [.. latest
            .Where(run => people.May(person, new Permission(Words, run.Cluster, "cluster")))
            .Where(run => !run.State.IsFinal() && run.Id.ToString().StartsWith(arguments.LastOrDefault(""), StringComparison.Ordinal))
            .Select(run => new Completion(run.Id.ToString(), $"{Rendering.StateWords.Of(run.State)}: {run.Command}"))];
    }

    protected abstract Task<Answer> GiveAsync(RunView run, Person person, IReadOnlyList<string> arguments, CancellationToken cancellationToken);

    /// <exception cref="CommandRefusedException">There are arguments, and this command takes none.</exception>
    protected void TakesNoMore(IReadOnlyList<string> arguments)
    {
        if (arguments.Count > 0) throw new CommandRefusedException($"/{Words} does not take '{arguments[0]}'; usage: /{Words} {Usage}");
    }
}
