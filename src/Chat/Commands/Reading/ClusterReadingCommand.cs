using Nightshift.Chat.People;
using Nightshift.Chat.Replies;
using Nightshift.Clusters;

namespace Nightshift.Chat.Commands.Reading;

/// <summary>A command that reads one cluster; needs no plan and no lock. <c>--on NAME</c>, or a first argument that is a cluster, says which.</summary>
internal abstract class ClusterReadingCommand(ClusterChoice choice) : ChatCommand
{
    public override string Usage => "[cluster]";

    public override async Task<Reply> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (named, rest) = OnOption.Take(invocation.Arguments);
        if (named is null && rest.Count > 0 && TakesClusterFirst) (named, rest) = (rest[0], [.. rest.Skip(1)]);
        if (rest.Count > MaxArguments) throw new CommandRefusedException($"/{Words} does not take '{rest[MaxArguments]}'; usage: /{Words} {Usage}");
        var cluster = choice.Choose(invocation.Person, Words, null, named, null);
        return await ReadAsync(cluster, rest, cancellationToken);
    }

    public override Task<IReadOnlyList<Completion>> CompleteAsync(Person person, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        Task.FromResult(TakesClusterFirst && arguments.Count <= 1 ? choice.Complete(person, Words, arguments.LastOrDefault("")) : []);

    protected virtual bool TakesClusterFirst => true;

    protected virtual int MaxArguments => 0;

    protected abstract Task<Reply> ReadAsync(ICluster cluster, IReadOnlyList<string> arguments, CancellationToken cancellationToken);
}
