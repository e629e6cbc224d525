using Microsoft.Extensions.Configuration;

namespace Nightshift.Clusters;

/// <summary>A kind of database. One implementation per database project; nothing else names a database.</summary>
public interface IClusterKind
{
    /// <summary>As the configuration writes it: <c>openmldb</c>.</summary>
    string Name { get; }

    /// <summary>The assemblies that playbooks of this kind compile against, with the namespaces that they import.</summary>
    IReadOnlyList<Type> PlaybookTypes { get; }

    /// <summary>The types of nodes that <see cref="Nodes{TNode}"/> may name.</summary>
    IReadOnlyList<Type> NodeTypes { get; }

    /// <summary>Checks the section and returns every fault as a sentence; empty when it is good.</summary>
    IReadOnlyList<string> Validate(string name, IConfigurationSection section);

    /// <summary>Opens the cluster; connects lazily, so an unreachable cluster shows in the first call.</summary>
    ICluster Open(string name, IConfigurationSection section);
}
