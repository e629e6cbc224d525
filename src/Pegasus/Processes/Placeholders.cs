using System.Buffers;

namespace Nightshift.Pegasus.Processes;

/// <summary>
/// Fills <c>{name}</c> in one argument. A value takes the place of its name inside that one argument and nowhere else, and holds nothing that could mean something to a
/// shell, should the command pass it on to one.
/// </summary>
internal static class Placeholders
{
    public static readonly IReadOnlyList<string> Names = ["host", "port", "role", "task", "cluster", "directory"];

    private static readonly SearchValues<char> Harmless = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:/@[]");

    /// <summary>The names in a template, in its order.</summary>
    /// <exception cref="FormatException">A brace has no partner, or holds no name.</exception>
    public static IReadOnlyList<string> In(string template) => [.. Parts(template).Where(part => part.IsName).Select(part => part.Text)];

    /// <exception cref="FormatException">A name has no value, or one that could do harm.</exception>
    public static string Fill(string template, IReadOnlyDictionary<string, string> values)
    {
        var filled = string.Concat(Parts(template).Select(part => part.IsName ? ValueOf(part.Text, values) : part.Text));
        return filled.StartsWith('-') && !template.StartsWith('-') ? throw new FormatException($"'{template}' becomes {filled}, which would be read as an option") : filled;
    }

    private static string ValueOf(string name, IReadOnlyDictionary<string, string> values)
    {
        if (!values.TryGetValue(name, out var value) || value.Length == 0) throw new FormatException($"nobody said what {{{name}}} stands for");
        return value.AsSpan().ContainsAnyExcept(Harmless) ? throw new FormatException($"{{{name}}} stands for '{Printable(value)}', which holds more than letters, digits and _-.:/@[]") : value;
    }

    private static IEnumerable<(string Text, bool IsName)> Parts(string template)
    {
        for (var at = 0; at < template.Length;)
        {
            var open = template.AsSpan(at).IndexOfAny('{', '}');
            if (open < 0)
            {
                yield return (template[at..], false);
                yield break;
            }

            if (open > 0) yield return (template[at..(at + open)], false);
            at += open;
            var close = template.IndexOf('}', at);
            if (template[at] == '}' || close < 0) throw new FormatException($"a brace in '{Printable(template)}' has no partner");
            var name = template[(at + 1)..close];
            if (!Names.Contains(name)) throw new FormatException($"{{{Printable(name)}}} in '{Printable(template)}' is none of {string.Join(", ", Names.Select(known => $"{{{known}}}"))}");
            yield return (name, true);
            at = close + 1;
        }
    }

    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
}
