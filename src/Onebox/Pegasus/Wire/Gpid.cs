using System.Globalization;

namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>A partition: on the wire an i64 of <c>partition_index &lt;&lt; 32 | app_id</c> (<c>src/common/gpid.h</c>).</summary>
internal readonly record struct Gpid(int AppId, int PartitionIndex)
{
    public static Gpid FromWire(long value) => new((int)value, (int)(value >>> 32));

    public long ToWire() => ((long)PartitionIndex << 32) | (uint)AppId;

    /// <summary><c>app_id * 7919 + partition_index</c>: the thread that serves it, as clients of header v0 must know it.</summary>
    public int ThreadHash => unchecked((AppId * 7919) + PartitionIndex);

    /// <summary>Reads <c>app_id.partition_index</c>.</summary>
    public static bool TryParse(string text, out Gpid gpid)
    {
        ArgumentNullException.ThrowIfNull(text);
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0
            && int.TryParse(text.AsSpan(0, dot), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var app)
            && int.TryParse(text.AsSpan(dot + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            gpid = new Gpid(app, index);
            return true;
        }

        gpid = default;
        return false;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{AppId}.{PartitionIndex}");
}
