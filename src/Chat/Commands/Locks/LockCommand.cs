using Nightshift.Chat.People;
using Nightshift.Chat.Replies;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands.Locks;

internal sealed class LockCommand(IClusterLocks locks, ClusterChoice choice, SecretMask mask) : ChatCommand
{
    private const int LongestReason = 500;

    public override string Words => "lock";

    public override string Summary => "Keep runs away from a cluster until it is unlocked";

    public override string Usage => "<cluster> <reason…>";

    public override IReadOnlyList<CommandParameter> Parameters => [new("cluster", "which cluster") { IsRequired = true, IsCompleted = true }, new("reason", "why, in a few words") { IsRequired = true }];

    public override async Task<Reply> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Arguments is not [var named, ..]) throw new CommandRefusedException($"usage: /{Words} {Usage}");
        var cluster = choice.Choose(invocation.Person, Words, null, named, null);
        var reason = mask.Mask(string.Join(' ', invocation.Arguments.Skip(1)).Trim());
        if (reason.Length == 0) throw new CommandRefusedException($"say why: /{Words} {cluster.Name} <reason…>");
        if (reason.Length > LongestReason) throw new CommandRefusedException($"the reason is longer than {LongestReason} characters");
        var answer = await locks.LockAsync(cluster.Name, invocation.Person.Id, invocation.Channel, reason, cancellationToken);
        return answer.Accepted ? new Reply.Text(answer.Sentence) : new Reply.Refusal(answer.Sentence);
    }

    public override Task<IReadOnlyList<Completion>> CompleteAsync(Person person, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        Task.FromResult(arguments.Count <= 1 ? choice.Complete(person, Words, arguments.LastOrDefault("")) : []);
}
