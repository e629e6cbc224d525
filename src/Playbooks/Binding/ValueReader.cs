using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Nightshift.Clusters;

namespace Nightshift.Playbooks;

/// <summary>Reads the text that was written for one option, strictly, into the JSON that a run keeps.</summary>
internal sealed class ValueReader(ICluster cluster)
{
    private const int LongestName = 255;

    public async Task<ReadValue> ReadAsync(PlaybookOption option, string text, CancellationToken cancellationToken) => option.Type switch
    {
        OptionType.Text => ReadValue.Of(text),
        OptionType.Switch => text switch
        {
            "true" => ReadValue.Of(true),
            "false" => ReadValue.Of(false),
            _ => ReadValue.Refused($"{ArgumentText.Quote(text)} is neither true nor false"),
        },
        OptionType.Integer => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? ReadValue.Of(number) : ReadValue.Refused($"{ArgumentText.Quote(text)} is no whole number"),
        OptionType.LongInteger => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? ReadValue.Of(number) : ReadValue.Refused($"{ArgumentText.Quote(text)} is no whole number"),
        OptionType.Number => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? ReadValue.Of(number) : ReadValue.Refused($"{ArgumentText.Quote(text)} is no number"),
        OptionType.Duration => Duration.TryParse(text, out var span)
            ? ReadValue.Of(span.ToString("c", CultureInfo.InvariantCulture)) : ReadValue.Refused($"{ArgumentText.Quote(text)} is no time span; write 90s, 10m, 1h30m"),
        OptionType.Choice => option.Choices.FirstOrDefault(choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } choice
            ? ReadValue.Of(choice) : ReadValue.Refused(Unknown(text, option.Choices)),
        OptionType.Nodes => await ReadNodesAsync(option, text, cancellationToken),
        OptionType.Release => ReadRelease(text),
        _ => throw new InvalidOperationException($"{option.Type} is no type of option"),
    };

    private ReadValue ReadRelease(string text)
    {
        if (HostileName(text) is { } fault) return ReadValue.Refused(fault);
        var release = cluster.Releases.FirstOrDefault(known => known.Name == text);
        return release is null
            ? ReadValue.Refused(Unknown(text, [.. cluster.Releases.Select(known => known.Name)]))
            : new ReadValue(new JsonObject { [nameof(Release.Name)] = release.Name, [nameof(Release.Directory)] = release.Directory }, null);
    }

    private async Task<ReadValue> ReadNodesAsync(PlaybookOption option, string text, CancellationToken cancellationToken)
    {
        var names = text.Split(',');
        if (names.Select(HostileName).OfType<string>().FirstOrDefault() is { } fault) return ReadValue.Refused(fault);
        if (text.Equals(Nodes<INode>.All, StringComparison.OrdinalIgnoreCase)) return ReadValue.Of(Nodes<INode>.All);
        if (names.Contains(Nodes<INode>.All, StringComparer.OrdinalIgnoreCase)) return ReadValue.Refused("'all' stands alone");
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            return ReadValue.Refused($"{ArgumentText.Quote(twice.Key)} is given twice");
        IReadOnlyList<string> known;
        try
        {
            known = await cluster.NodeNamesAsync(NodeType(option), cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return ReadValue.Refused($"cluster {cluster.Name} cannot be asked for its nodes now: {e.Message}");
        }

        return names.FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal)) is { } stranger
            ? ReadValue.Refused($"cluster {cluster.Name} has no such {NodeWords.Of(NodeType(option))}: {Unknown(stranger, known)}")
            : ReadValue.Of(text);
    }

    private Type NodeType(PlaybookOption option) => cluster.Kind.NodeTypes.Single(type => type.FullName == option.NodeType);

    // Names go on to configuration files, command lines and logs; what is not part of any real name goes nowhere.
    private static string? HostileName(string text) => text switch
    {
        "" => "a name is missing",
        { Length: > LongestName } => $"{ArgumentText.Quote(text)} has {text.Length} characters, a name has at most {LongestName}",
        _ when !text.EnumerateRunes().All(rune => Rune.IsLetterOrDigit(rune) || ".:_-[]+@%".Contains(rune.ToString(), StringComparison.Ordinal)) =>
            $"{ArgumentText.Quote(text)} holds characters that no name has",
        _ => null,
    };

    private static string Unknown(string text, IReadOnlyList<string> known) => NearestName.Of(text, known) is { } near
        ? $"{ArgumentText.Quote(text)} is not known; did you mean '{near}'?"
        : $"{ArgumentText.Quote(text)} is not known{(known.Count > 0 ? $"; there is {string.Join(", ", known.Take(20))}" : "")}";
}
