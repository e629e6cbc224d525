namespace Nightshift.Clusters;

/// <summary>A table was asked for that the cluster does not have.</summary>
public sealed class NoSuchTableException(string cluster, string table, IReadOnlyList<string> known)
    : Exception($"{cluster} has no table '{Shorten(table)}'; {(known.Count == 0 ? "it has none" : $"there is {string.Join(", ", known.Take(MostNamed))}{(known.Count > MostNamed ? $" and {known.Count - MostNamed} more" : "")}")}")
{
    private const int MostNamed = 20;

    private static string Shorten(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "…");
}
