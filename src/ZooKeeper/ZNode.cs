using System.Text;

namespace Nightshift.ZooKeeper;

/// <summary>A node's data and stat, read together.</summary>
public sealed record ZNode(ReadOnlyMemory<byte> Data, ZNodeStat Stat)
{
    /// <summary>The data as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Data.Span);
}

/// <summary>The names of a node's children (not their paths), in ordinal order, and the node's own stat, read together.</summary>
public sealed record ZNodeChildren(IReadOnlyList<string> Names, ZNodeStat Stat);
