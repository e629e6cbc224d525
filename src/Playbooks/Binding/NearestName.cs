namespace Nightshift.Playbooks;

/// <summary>The known name that somebody probably meant.</summary>
public static class NearestName
{
    private const int LongestCompared = 200;

    /// <summary>The nearest by edits, if at most two characters or a third of it had to be edited.</summary>
    public static string? Of(string written, IEnumerable<string> known) => written.Length > LongestCompared ? null : known
        .Select(name => (name, distance: Distance(written, name)))
        .Where(candidate => candidate.distance <= Math.Max(candidate.name.Length >= 4 ? 2 : 1, candidate.name.Length / 3))
        .OrderBy(candidate => candidate.distance)
        .ThenBy(candidate => candidate.name, StringComparer.Ordinal)
        .Select(candidate => candidate.name)
        .FirstOrDefault();

    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var above = row[j];
                var replaced = diagonal + (char.ToLowerInvariant(from[i - 1]) == char.ToLowerInvariant(to[j - 1]) ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }

        return row[^1];
    }
}
