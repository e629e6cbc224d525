using System.Globalization;
using System.Text;

namespace Nightshift.Pegasus.Canary;

/// <summary>What stands in a row: <c>&lt;writer&gt;:&lt;sequence&gt;</c>. Each probe is a writer of its own, so that what an earlier one left is not taken for its own.</summary>
internal readonly record struct CanaryValue(string Writer, long Sequence)
{
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Writer}:{Sequence}"));

    /// <returns>Null when it is nothing that a probe writes.</returns>
    public static CanaryValue? Parse(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var colon = text.LastIndexOf(':');
        return colon > 0 && long.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? new CanaryValue(text[..colon], sequence) : null;
    }
}
