namespace Nightshift.Pegasus.Processes;

/// <summary>What differs between two configuration files of Pegasus, in lines for people; comments and order do not count.</summary>
internal static class ConfigurationDiff
{
    private const string Comments = ";#";

    /// <summary><c>[section] key: old → new</c>, in the order of the new file, then what it no longer has. Empty: they mean the same.</summary>
    public static IReadOnlyList<string> Of(string before, string after)
    {
        var (old, now) = (Read(before), Read(after));
        return
        [
            .. now.Where(entry => !old.TryGetValue(entry.Key, out var value) || value != entry.Value)
                .Select(entry => $"[{entry.Key.Section}] {entry.Key.Name}: {(old.TryGetValue(entry.Key, out var value) ? value : "(not set)")} → {entry.Value}"),
            .. old.Where(entry => !now.ContainsKey(entry.Key)).Select(entry => $"[{entry.Key.Section}] {entry.Key.Name}: {entry.Value} → (not set)"),
        ];
    }

    /// <summary>Where a key is given twice the first one counts (<c>src/utils/configuration.cpp</c>).</summary>
    private static Dictionary<(string Section, string Name), string> Read(string text)
    {
        var values = new Dictionary<(string, string), string>();
        var section = "";
        foreach (var line in text.Split('\n').Select(WithoutComment).Where(line => line.Length > 0))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (line[0] == '[' && line.IndexOf(']', StringComparison.Ordinal) is var end and > 0) section = line[1..end].Trim();
            else values.TryAdd((section, (equals < 0 ? line : line[..equals]).Trim()), equals < 0 ? "" : line[(equals + 1)..].Trim());
        }

        return values;
    }

    /// <summary><c>#</c> and <c>;</c> begin a comment anywhere in a line, but after <c>^</c>.</summary>
    private static string WithoutComment(string line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (Comments.Contains(line[i], StringComparison.Ordinal) && (i == 0 || line[i - 1] != '^')) return line[..i].Trim();
        }

        return line.Trim();
    }
}
