namespace Nightshift.Clusters;

/// <summary>What the nodes of a type are called in sentences, rights and the scopes of runs.</summary>
public static class NodeWords
{
    /// <summary><c>ReplicaServer</c> → <c>replica server</c>.</summary>
    public static string Of(Type node) => Of(node.Name);

    /// <param name="typeName">Without its namespace.</param>
    public static string Of(string typeName) =>
        string.Concat(typeName.Select((letter, at) => char.IsUpper(letter) && at > 0 ? $" {char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
