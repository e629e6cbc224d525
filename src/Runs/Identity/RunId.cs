using System.Globalization;

namespace Nightshift.Runs;

/// <summary>The number of a run, given by the store, ascending, never used again. People write it as <c>/run 42</c>.</summary>
public readonly record struct RunId(long Value) : IParsable<RunId>
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="FormatException">The text is not a positive whole number.</exception>
    public static RunId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException($"'{s}' is not the number of a run");

    public static bool TryParse(string? s, IFormatProvider? provider, out RunId result)
    {
        var parsed = long.TryParse(s?.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0;
        result = parsed ? new RunId(value) : default;
        return parsed;
    }
}
