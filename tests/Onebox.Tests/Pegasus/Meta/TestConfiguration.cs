using System.Globalization;
using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.Onebox.Tests.Pegasus.Meta;

/// <summary>A configuration in memory: <c>section/key</c>.</summary>
internal sealed class TestConfiguration : Dictionary<string, string>, IPegasusConfiguration
{
    public TestConfiguration() : base(StringComparer.Ordinal)
    {
    }

    public IReadOnlyList<string> Sections => [.. Keys.Select(each => each[..each.IndexOf('/', StringComparison.Ordinal)]).Distinct()];

    public string Text(string section, string key, string otherwise) => this.GetValueOrDefault($"{section}/{key}", otherwise);

    public int Int(string section, string key, int otherwise)
        => TryGetValue($"{section}/{key}", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public bool Bool(string section, string key, bool otherwise) => TryGetValue($"{section}/{key}", out var text) ? bool.Parse(text) : otherwise;

    public string Dump() => string.Concat(this.Select(each => $"{each.Key} = {each.Value}\n"));
}
