using System.Globalization;
using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.Onebox.Pegasus.Configuration;

/// <summary>
/// Upstream's <c>config.ini</c> (<c>src/utils/configuration.cpp</c>): <c>[section]</c>, <c>key = value</c>; <c>#</c> and <c>;</c> begin a comment line.
/// A key's later value replaces an earlier one. Values that were set while running (<c>/updateConfig</c>) lie over those of the file.
/// </summary>
internal sealed class IniFile : IPegasusConfiguration
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, OrderedDictionary<string, string>> _sections = new(StringComparer.Ordinal);
    private IniFile? _overlay;

    /// <exception cref="FormatException">A line is neither section, key nor comment.</exception>
    public static IniFile Parse(IEnumerable<string> lines)
    {
        var file = new IniFile();
        var section = "";
        var number = 0;
        foreach (var raw in lines)
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] is '#' or ';') continue;
            if (line[0] == '[' && line[^1] == ']')
            {
                section = line[1..^1].Trim();
                file.Section(section);
                continue;
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || section.Length == 0) throw new FormatException($"config line {number}: '{line}' is no key of a section");
            file.Section(section)[line[..equals].Trim()] = line[(equals + 1)..].Trim();
        }

        return file;
    }

    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IniFile Read(string path) => Parse(File.ReadAllLines(path));

    /// <summary>What is to go before this file, in place of what went before it until now: faults given while running.</summary>
    public void Cover(IniFile? overlay)
    {
        lock (_lock) _overlay = overlay;
    }

    public string? Find(string section, string key)
    {
        lock (_lock) return _overlay?.Find(section, key) ?? (_sections.TryGetValue(section, out var keys) ? keys.GetValueOrDefault(key) : null);
    }

    /// <summary>The keys of a section, in file order; none when there is no such section.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Keys(string section)
    {
        lock (_lock) return _sections.TryGetValue(section, out var keys) ? [.. keys] : [];
    }

    /// <summary>The names of all sections, in file order.</summary>
    public IReadOnlyList<string> Sections
    {
        get
        {
            lock (_lock) return [.. _sections.Keys];
        }
    }

    /// <summary>Sets a value while running.</summary>
    public void Set(string section, string key, string value)
    {
        lock (_lock) Section(section)[key] = value;
    }

    /// <exception cref="FormatException">There is no such key, or it is empty.</exception>
    public string Require(string section, string key) => Find(section, key) is { Length: > 0 } value
        ? value
        : throw new FormatException($"config: [{section}] {key} is missing");

    /// <exception cref="FormatException">The value is no number.</exception>
    public double Number(string section, string key, double otherwise) => Find(section, key) is not { Length: > 0 } text
        ? otherwise
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"config: [{section}] {key} = {text} is no number");

    /// <exception cref="FormatException">The value is neither true nor false.</exception>
    public bool Flag(string section, string key, bool otherwise) => Find(section, key) is not { Length: > 0 } text
        ? otherwise
        : bool.TryParse(text, out var flag) ? flag : throw new FormatException($"config: [{section}] {key} = {text} is neither true nor false");

    public string Text(string section, string key, string otherwise) => Find(section, key) is { Length: > 0 } text ? text : otherwise;

    /// <exception cref="FormatException">The value is no number.</exception>
    public int Int(string section, string key, int otherwise) => (int)Number(section, key, otherwise);

    /// <exception cref="FormatException">The value is neither true nor false.</exception>
    public bool Bool(string section, string key, bool otherwise) => Flag(section, key, otherwise);

    public string Dump()
    {
        lock (_lock)
        {
            return string.Concat(_sections.Select(section =>
                $"[{section.Key}]\n{string.Concat(section.Value.Select(pair => $"; \n{pair.Key} = {pair.Value}\n\n"))}\n"));
        }
    }

    private OrderedDictionary<string, string> Section(string name)
    {
        if (!_sections.TryGetValue(name, out var keys)) _sections[name] = keys = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        return keys;
    }
}
