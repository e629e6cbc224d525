using Nightshift.Chat.People;
using Nightshift.Chat.Replies;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands.Locks;

internal sealed class UnlockCommand(IClusterLocks locks, ClusterChoice choice) : ChatCommand
{
    private const string Force = "--force";

    public override string Words => "unlock";

    public override string Summary => "Free a cluster that a person locked; with --force, from a run that no process carries on";

    public override string Usage => "<cluster> [--force]";

    public override IReadOnlyList<CommandParameter> Parameters => [new("cluster", "which cluster") { IsRequired = true, IsCompleted = true }, new("force", "take it from a run that no process carries on", ParameterForm.Flag) { Type = ParameterType.Switch }];

    public override IReadOnlyList<(string Option, string Help)> Options =>
        [(Force, "takes the cluster from a run that no living process carries on; what that run left half done is then yours to see to")];

    public override async Task<Reply> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var force = invocation.Arguments.Contains(Force);
        if (invocation.Arguments.Where(argument => argument != Force).ToList() is not [var named]) throw new CommandRefusedException($"usage: /{Words} {Usage}");
        var cluster = choice.Choose(invocation.Person, Words, null, named, null);
        var answer = await locks.UnlockAsync(cluster.Name, invocation.Person.Id, invocation.Channel, force, cancellationToken);
        return answer.Accepted ? new Reply.Text(answer.Sentence) : new Reply.Refusal(answer.Sentence);
    }

    public override Task<IReadOnlyList<Completion>> CompleteAsync(Person person, IReadOnlyList<string> arguments, CancellationToken cancellationToken) => Task.FromResult(
        arguments.Count <= 1 ? choice.Complete(person, Words, arguments.LastOrDefault("")) : [new Completion(Force, "from a run that nobody carries on")]);
}
