namespace Nightshift.Runs.Journal;

/// <summary>Finds names of nodes in facts and paths, whole: <c>10.0.0.1:9527</c> is not named by <c>110.0.0.1:9527</c>, nor <c>n1</c> by <c>n12</c>.</summary>
internal static class FactNames
{
    public static bool Names(string text, string node)
    {
        for (var at = text.IndexOf(node, StringComparison.Ordinal); at >= 0; at = text.IndexOf(node, at + 1, StringComparison.Ordinal))
            if (!IsInside(text, at - 1) && !IsInside(text, at + node.Length)) return true;
        return false;
    }

    private static bool IsInside(string text, int at) => at >= 0 && at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '.' or '-' or '_');
}
