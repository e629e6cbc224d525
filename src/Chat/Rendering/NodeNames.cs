namespace Nightshift.Chat.Rendering;

/// <summary>Names of nodes where there is little room.</summary>
public static class NodeNames
{
    /// <summary><c>:10921</c> for nodes of one host, the whole name for all others.</summary>
    public static IReadOnlyDictionary<string, string> Short(IReadOnlyList<string> nodes)
    {
        var oneHost = nodes.Select(Host).Distinct(StringComparer.Ordinal).Count() == 1 && Host(nodes[0]).Length > 0;
        return nodes.Distinct(StringComparer.Ordinal).ToDictionary(node => node, node => oneHost ? node[Host(node).Length..] : node, StringComparer.Ordinal);
    }

    private static string Host(string node) => node.LastIndexOf(':') is var at and > 0 ? node[..at] : "";
}
