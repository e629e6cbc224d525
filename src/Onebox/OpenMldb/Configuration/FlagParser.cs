namespace Nightshift.Onebox.OpenMldb.Configuration;

/// <summary>
/// gflags' command line: <c>--name=value</c>, <c>--name value</c>, <c>--switch</c>, <c>--noswitch</c>, one or two dashes;
/// <c>--flagfile=F</c> is read where it stands, its lines alike, <c>#</c> begins a comment. A later value replaces an earlier one.
/// </summary>
internal static class FlagParser
{
    /// <summary>All flags given, by name.</summary>
    /// <exception cref="FileNotFoundException">A flag file does not exist.</exception>
    public static Dictionary<string, string> Parse(IReadOnlyList<string> args, string installRoot)
    {
        var flags = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(args, installRoot, flags);
        return flags;
    }

    private static void Add(IReadOnlyList<string> args, string installRoot, Dictionary<string, string> flags)
    {
        for (var index = 0; index < args.Count; index++)
        {
            if (!args[index].StartsWith('-'))
            {
                continue;
            }

            var text = args[index].TrimStart('-');
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? text : text[..equals];
            string value;
            if (equals >= 0)
            {
                value = text[(equals + 1)..];
            }
            else if (index + 1 < args.Count && !args[index + 1].StartsWith('-'))
            {
                value = args[++index];
            }
            else
            {
                value = "true";
            }

            if (name == "flagfile")
            {
                Add(Lines(Path.Combine(installRoot, value)), installRoot, flags);
            }
            else
            {
                flags[name] = value;
            }
        }
    }

    private static string[] Lines(string path)
        => [.. File.ReadAllLines(path).Select(line => line.Trim()).Where(line => line.StartsWith('-'))];
}
