using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Nightshift.Chat.Discord.Texts;

/// <summary>
/// Sentences that the rest of the program makes, in another language: found by their form, <c>{0} approved run {1}</c>, whose parts go over as they are. What has no form here
/// stays as it is.
/// </summary>
internal sealed partial class Templates
{
    /// <summary>Hostile values must not make the look for forms long.</summary>
    private const int Longest = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);
    private const string Between = "; ";
    private readonly IReadOnlyList<(Regex Form, CompositeFormat Text, int Parts)> _clauses;
    private readonly IReadOnlyList<(Regex Form, CompositeFormat Text, int Parts)> _sentences;
    private readonly Func<string, string?> _find;

    /// <param name="texts">By the English text; those without parts are left out here.</param>
    /// <param name="find">Looks up a text without parts.</param>
    public Templates(IReadOnlyDictionary<string, string> texts, Func<string, string?> find)
    {
        _find = find;

        // The most particular form first.
        var forms = texts.Where(text => Part().IsMatch(text.Key)).OrderByDescending(text => Part().Replace(text.Key, "").Length)
            .ToLookup(text => text.Key.Contains(Between, StringComparison.Ordinal), text => Form(text.Key, text.Value));
        (_sentences, _clauses) = ([.. forms[true]], [.. forms[false]]);
    }

    /// <summary>Line by line; of a line whose whole has no form, clause by clause.</summary>
    public string Translate(string sentences) => string.Join('\n', sentences.Split('\n').Select(line => In(_sentences, line) ?? Clauses(line)));

    private string Clauses(string line)
    {
        var clauses = line.Split(Between);
        var translated = clauses.Select(clause => In(_clauses, clause)).ToList();
        if (translated.TrueForAll(clause => clause is null)) return line;
        return string.Join("；", clauses.Zip(translated, (english, chinese) => chinese ?? english));
    }

    private string? In(IReadOnlyList<(Regex Form, CompositeFormat Text, int Parts)> forms, string text)
    {
        if (text.Length is 0 or > Longest) return null;
        if (_find(text) is { } known) return known;
        foreach (var (form, translated, parts) in forms)
        {
            try
            {
                if (form.Match(text) is { Success: true } match)
                    return string.Format(CultureInfo.InvariantCulture, translated, [.. Enumerable.Range(0, parts).Select(part => (object)match.Groups[$"p{part}"].Value)]);
            }
            catch (RegexMatchTimeoutException)
            {
                return null;
            }
        }

        return null;
    }

    private static (Regex Form, CompositeFormat Text, int Parts) Form(string english, string translated)
    {
        var known = new HashSet<string>();
        var pattern = EscapedPart().Replace(Regex.Escape(english), part => known.Add(part.Groups[1].Value) ? $"(?<p{part.Groups[1].Value}>.+?)" : $@"\k<p{part.Groups[1].Value}>");
        return (new Regex($"^{pattern}$", RegexOptions.CultureInvariant, Patience), CompositeFormat.Parse(translated), known.Count);
    }

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Part();

    [GeneratedRegex(@"\\\{(\d)\}")]
    private static partial Regex EscapedPart();
}
