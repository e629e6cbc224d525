namespace Nightshift.Onebox.Components;

/// <summary>
/// Name and value pairs, as in flag files and command lines (<c>--name=value</c>), properties and <c>zoo.cfg</c> (<c>name=value</c>).
/// <c>#</c> begins a comment; a later value replaces an earlier one; <c>--flagfile=F</c> is read where it stands.
/// </summary>
internal sealed class Settings
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <exception cref="IOException">A flag file cannot be read.</exception>
    public static Settings Of(IEnumerable<string> lines)
    {
        var settings = new Settings();
        settings.Add(lines);
        return settings;
    }

    public string? Find(string name) => _values.GetValueOrDefault(name);

    /// <exception cref="InvalidDataException">There is no such setting.</exception>
    public string Require(string name) => Find(name) is { Length: > 0 } value ? value : throw new InvalidDataException($"setting {name} is missing");

    public TimeSpan Milliseconds(string name, int otherwise) => TimeSpan.FromMilliseconds(Find(name) is { } text
        ? int.TryParse(text, out var number) ? number : throw new InvalidDataException($"setting {name}: {text} is no number")
        : otherwise);

    private void Add(IEnumerable<string> lines)
    {
        foreach (var line in lines.Select(l => l.Trim()))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || line.StartsWith('#')) continue;
            var name = line[..equals].TrimStart('-').Trim();
            var value = line[(equals + 1)..].Trim();
            if (name == "flagfile") Add(File.ReadAllLines(value));
            else _values[name] = value;
        }
    }
}
