using System.Text.Json;
using Nightshift.Clusters;
using Nightshift.Playbooks;

namespace Nightshift.Chat.Commands;

/// <summary>Which components a playbook's command is about, for rights: the second of its words, or what its options can name.</summary>
internal sealed class CommandComponents
{
    /// <summary>What a command without nodes is about.</summary>
    public const string Cluster = "cluster";

    private readonly IReadOnlyList<PlaybookOption> _nodes;

    public CommandComponents(PlaybookDescriptor playbook)
    {
        var words = playbook.Command.Split(' ');
        _nodes = words.Length > 1 && words[1] != playbook.Kind ? [] : [.. playbook.Options.Where(option => option.NodeType is not null)];
        All = words.Length > 1 && words[1] != playbook.Kind ? [words[1]]
            : _nodes.Count > 0 ? [.. _nodes.Select(Of).Distinct()]
            : [Cluster];
    }

    /// <summary>Every component that it may touch; at least one.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>What it touches with these options: the components that nodes are named of, all of them when none is named.</summary>
    /// <param name="options">As bound: JSON.</param>
    public IReadOnlyList<string> TouchedBy(string options)
    {
        using var bound = JsonDocument.Parse(options);
        var named = _nodes.Where(option => IsNamed(bound.RootElement, option)).Select(Of).Distinct().ToList();
        return named.Count > 0 ? named : All;
    }

    private static bool IsNamed(JsonElement bound, PlaybookOption option) =>
        bound.TryGetProperty(option.Property, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() != Nodes<INode>.All;

    private static string Of(PlaybookOption option) => NodeWords.Of(option.NodeType![(option.NodeType!.LastIndexOf('.') + 1)..]);
}
