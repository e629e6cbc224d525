using Nightshift.Chat.People;
using Nightshift.Chat.Replies;
using Nightshift.Clusters;

namespace Nightshift.Chat.Commands.Reading;

/// <summary>
/// A command that reads clusters; needs no plan and no lock. <c>--on NAME</c>, or a first argument that is a cluster, says which; without, all are read that the person
/// may read, each answering for itself.
/// </summary>
internal abstract class ClusterReadingCommand(ClusterChoice choice) : ChatCommand
{
    public override string Usage => "[cluster]";

    public override IReadOnlyList<CommandParameter> Parameters => [CommandParameter.Cluster];

    public override async Task<Reply> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (named, rest) = OnOption.Take(invocation.Arguments);
        if (named is null && rest.Count > 0 && TakesClusterFirst) (named, rest) = (rest[0], [.. rest.Skip(1)]);
        if (rest.Count > MaxArguments) throw new CommandRefusedException($"/{Words} does not take '{rest[MaxArguments]}'; usage: /{Words} {Usage}");
        if (rest.Count < MinArguments) throw new CommandRefusedException($"usage: /{Words} {Usage}");
        var all = named is null ? choice.Readable(invocation.Person, Words) : [];
        return all.Count switch
        {
            0 => await ReadAsync(choice.Choose(invocation.Person, Words, null, named, null), rest, cancellationToken),
            1 => await ReadAsync(all[0], rest, cancellationToken),
            _ => await ReadAllAsync(all, rest, cancellationToken),
        };
    }

    public override Task<IReadOnlyList<Completion>> CompleteAsync(Person person, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        Task.FromResult((TakesClusterFirst && arguments.Count <= 1) || arguments is [.., OnOption.Name, _] ? choice.Complete(person, Words, arguments.LastOrDefault("")) : []);

    protected virtual bool TakesClusterFirst => true;

    protected virtual int MinArguments => 0;

    protected virtual int MaxArguments => 0;

    /// <exception cref="CommandRefusedException">There is no such thing on this cluster.</exception>
    protected abstract Task<Reply> ReadAsync(ICluster cluster, IReadOnlyList<string> arguments, CancellationToken cancellationToken);

    /// <summary>What one cluster does not have, another may; one that cannot be read keeps nobody from reading the others.</summary>
    private async Task<Reply> ReadAllAsync(IReadOnlyList<ICluster> all, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(all.Select(cluster => AnswerAsync(cluster, arguments, cancellationToken)));
        var parts = answers.Where(answer => answer is not Reply.Refusal).ToList();
        if (parts.Count == 0) throw new CommandRefusedException(string.Join('\n', answers.OfType<Reply.Refusal>().Select(refusal => refusal.Content)));
        return parts is [var only] ? only : new Reply.Several(parts);
    }

    private async Task<Reply> AnswerAsync(ICluster cluster, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(cluster, arguments, cancellationToken);
        }
        catch (CommandRefusedException refused)
        {
            return new Reply.Refusal(refused.Message);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            return new Reply.Failure($"{cluster.Name}: {fault.Message}");
        }
    }
}
