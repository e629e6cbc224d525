using System.Globalization;
using System.Text;

namespace Nightshift.Onebox.Pegasus.Wire.Commands;

/// <summary>Flat JSON objects as master writes them (<c>nlohmann::json::dump(2)</c>): keys sorted, two spaces.</summary>
internal static class CommandJson
{
    /// <param name="values">Texts are quoted; numbers are not.</param>
    public static string Dump(params ReadOnlySpan<(string Key, object Value)> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted, (left, right) => string.CompareOrdinal(left.Key, right.Key));
        var text = new StringBuilder("{");
        foreach (var (key, value) in sorted)
        {
            text.Append(text.Length > 1 ? ",\n  \"" : "\n  \"").Append(key).Append("\": ").Append(Value(value));
        }

        return text.Append("\n}").ToString();
    }

    private static string Value(object value) => value is string text
        ? $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
