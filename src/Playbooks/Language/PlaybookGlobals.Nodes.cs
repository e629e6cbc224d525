using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.Playbooks;

public sealed partial class PlaybookGlobals
{
    private const int MostAtOnce = 64;

    /// <summary>
    /// Does the same to one node after another. Which nodes these are is found out once and journaled; each has a scope of its own name, and
    /// before each is a safe point, at which the cluster has to be as planned but for what this run did: else the run waits there until people confirm the
    /// difference. The first failure ends it.
    /// </summary>
    public async Task OneByOne<TNode>(Nodes<TNode> nodes, Func<TNode, Task> each)
        where TNode : INode
    {
        foreach (var name in await Resolve(nodes))
        {
            await _ambient.Context.SafePointAsync($"before {name}", _workedOn.Check(), _cancellationToken);
            await _workedOn.WhileAsync(name, () => _ambient.WithinAsync(_ambient.Context.Scope($"{ComponentOf<TNode>()} {name}"), () => each(Node<TNode>(name))));
        }
    }

    /// <summary>Does the same to several nodes, no more than <paramref name="maxAtOnce"/> at a time. Otherwise like <see cref="Together{TItem}(IEnumerable{TItem}, int, Func{TItem, Task})"/>.</summary>
    public async Task Together<TNode>(Nodes<TNode> nodes, int maxAtOnce, Func<TNode, Task> each)
        where TNode : INode => await Together(await Resolve(nodes), maxAtOnce, name => _workedOn.WhileAsync(name, () => each(Node<TNode>(name))));

    /// <summary>
    /// Does the same to several items at the same time, each in a scope named like the item. After a failure no other item is begun;
    /// it throws when all that were begun have finished or were abandoned. In a plan the items come one after another.
    /// </summary>
    /// <param name="items">Different from one another as text, since they name the scopes.</param>
    /// <param name="maxAtOnce">1 to 64.</param>
    public async Task Together<TItem>(IEnumerable<TItem> items, int maxAtOnce, Func<TItem, Task> each)
        where TItem : notnull
    {
        _ambient.RefuseInsideStep("Together");
        ArgumentOutOfRangeException.ThrowIfLessThan(maxAtOnce, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxAtOnce, MostAtOnce);
        var here = _ambient.Context;
        List<(string Name, TItem Item)> named = [.. items.Select(item => (item.ToString() ?? "", item))];
        if (named.GroupBy(item => item.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidOperationException($"'{twice.Key}' is twice among the items of Together; each needs a scope of its own");
        var branches = named.Select(item => (Func<Task>)(() => _ambient.BranchAsync(here.Scope(item.Name), () => each(item.Item))));
        await Branches.RunAsync([.. branches], here.Mode == RunMode.Plan ? 1 : maxAtOnce);
    }

    private static string ComponentOf<TNode>() => NodeWords.Of(typeof(TNode));

    private TNode Node<TNode>(string name)
        where TNode : INode => _cluster.Node<TNode>(name, Bound(_ambient.Context));

    private Task<List<string>> Resolve<TNode>(Nodes<TNode> nodes)
        where TNode : INode
    {
        _ambient.RefuseInsideStep("OneByOne or Together");
        var component = ComponentOf<TNode>();
        return _ambient.Context.StepAsync(
            new StepDefinition<List<string>>
            {
                Name = $"{component}s",
                Description = $"find out which {component}s '{nodes}' means",
                Kind = StepKind.Observation,
                Execute = attempt => NodeNames.ResolveAsync(_cluster, nodes, attempt.CancellationToken),
                Report = names => string.Join(", ", names),
            },
            _cancellationToken);
    }
}
