namespace Nightshift.Playbooks;

/// <summary>Paths inside the folder of playbooks: relative, with forward slashes, never leaving it.</summary>
internal static class PlaybookPath
{
    public const string Extension = ".csx";

    /// <summary>Where sources that are not commands by themselves are.</summary>
    public const string Library = "lib/";

    /// <summary>Where playbooks are that show how it is done. They are checked and tested like others, and are no commands.</summary>
    public const string Examples = "examples/";

    private const string FolderForPeople = "scripts/";

    /// <summary>The path as faults show it.</summary>
    public static string Display(string path) => FolderForPeople + path;

    /// <summary>What <c>#load "loaded"</c> inside of <paramref name="from"/> means; null when it leaves the folder.</summary>
    public static string? Resolve(string loaded, string from)
    {
        var path = loaded.Replace('\\', '/');
        if (path.StartsWith('/') || path.Contains(':', StringComparison.Ordinal) || path.Contains('\0', StringComparison.Ordinal)) return null;
        var segments = new List<string>(from.Split('/')[..^1]);
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == ".") continue;
            if (segment != "..") segments.Add(segment);
            else if (segments.Count == 0) return null;
            else segments.RemoveAt(segments.Count - 1);
        }

        return segments.Count == 0 ? null : string.Join('/', segments);
    }

    /// <summary>The first folder of a playbook's path, within <see cref="Examples"/> the second, which is its kind of cluster; null for a file at the top.</summary>
    public static string? KindOf(string path)
    {
        var below = IsExample(path) ? path[Examples.Length..] : path;
        return below.IndexOf('/', StringComparison.Ordinal) is var cut and > 0 ? below[..cut] : null;
    }

    /// <summary>What other sources load, and no command by itself.</summary>
    public static bool IsLibrary(string path) => path.StartsWith(Library, StringComparison.Ordinal);

    public static bool IsExample(string path) => path.StartsWith(Examples, StringComparison.Ordinal);
}
