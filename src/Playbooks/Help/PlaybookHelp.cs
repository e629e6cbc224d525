using Nightshift.Clusters;

namespace Nightshift.Playbooks;

/// <summary>What can be told about options, as data.</summary>
public static class PlaybookHelp
{
    private const int MostCompletions = 25;

    /// <summary>What may be written for the option, in words.</summary>
    public static string Expected(PlaybookOption option) => option.Type switch
    {
        OptionType.Text => "text",
        OptionType.Switch => "switch",
        OptionType.Integer or OptionType.LongInteger => "whole number",
        OptionType.Number => "number",
        OptionType.Duration => "time span, 90s or 10m",
        OptionType.Choice => string.Join(" | ", option.Choices),
        OptionType.Nodes => $"all, or {NodeWords.Of(option.NodeType![(option.NodeType!.LastIndexOf('.') + 1)..])}s joined by commas",
        OptionType.Release => "release",
        _ => throw new InvalidOperationException($"{option.Type} is no type of option"),
    };

    /// <summary>
    /// The values that begin with what was typed, at most 25. For nodes the last name of a comma list is completed. Nothing when the cluster cannot be
    /// asked: completion is help, not a check.
    /// </summary>
    public static async Task<IReadOnlyList<Completion>> CompleteAsync(
        PlaybookOption option,
        string typed,
        ICluster cluster,
        CancellationToken cancellationToken)
    {
        IEnumerable<Completion> all = option.Type switch
        {
            OptionType.Switch => [new("true", ""), new("false", "")],
            OptionType.Choice => option.Choices.Select(choice => new Completion(choice, "")),
            OptionType.Release => cluster.Releases.Select(release => new Completion(release.Name, "release")),
            OptionType.Nodes => await NodesAsync(option, typed, cluster, cancellationToken),
            _ => [],
        };
        return [.. all.Where(completion => completion.Value.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).Take(MostCompletions)];
    }

    private static async Task<IEnumerable<Completion>> NodesAsync(PlaybookOption option, string typed, ICluster cluster, CancellationToken cancellationToken)
    {
        var kept = typed[..(typed.LastIndexOf(',') + 1)];
        var type = cluster.Kind.NodeTypes.Single(known => known.FullName == option.NodeType);
        try
        {
            var names = await cluster.NodeNamesAsync(type, cancellationToken);
            var component = NodeWords.Of(type);
            var rest = names.Except(kept.Split(','), StringComparer.Ordinal).Select(name => new Completion(kept + name, component));
            return kept.Length == 0 ? rest.Prepend(new Completion(Nodes<INode>.All, $"every {component}, {names.Count} now")) : rest;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }
}
