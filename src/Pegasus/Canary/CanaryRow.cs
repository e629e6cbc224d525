using System.Globalization;
using System.Text;

namespace Nightshift.Pegasus.Canary;

/// <summary>One row of one partition: what has to be in it, by the answers that there were.</summary>
internal sealed class CanaryRow(int number)
{
    /// <summary>Older writes of unknown outcome are forgotten; one of them that shows all the same is then taken for what it looks like, a write that is lost.</summary>
    private const int MostUnknown = 64;

    private readonly Queue<long> _unknown = new();

    public ReadOnlyMemory<byte> SortKey { get; } = Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>The newest sequence that was acknowledged, or seen; 0: none.</summary>
    public long Known { get; private set; }

    /// <summary>Whether there is anything that a read could prove or refute.</summary>
    public bool IsWritten => Known > 0 || _unknown.Count > 0;

    public void Acknowledge(long sequence) => Known = Math.Max(Known, sequence);

    public void Doubt(long sequence)
    {
        if (_unknown.Count == MostUnknown) _unknown.Dequeue();
        _unknown.Enqueue(sequence);
    }

    /// <param name="found">What a read showed; null: no such row.</param>
    public RowFinding Judge(byte[]? found, string writer)
    {
        if (found is null) return Known > 0 ? RowFinding.Older : RowFinding.Good;
        if (CanaryValue.Parse(found) is not { } value || value.Writer != writer) return Known > 0 ? RowFinding.Foreign : RowFinding.Good;
        if (value.Sequence == Known) return RowFinding.Good;
        if (!_unknown.Contains(value.Sequence)) return value.Sequence < Known ? RowFinding.Older : RowFinding.Impossible;
        if (value.Sequence < Known) return RowFinding.Late;
        Known = value.Sequence;
        return RowFinding.Good;
    }
}

internal enum RowFinding
{
    /// <summary>The newest write that must be there, or a newer one that may.</summary>
    Good,

    /// <summary>Nothing, or an older write than one that was acknowledged or seen.</summary>
    Older,

    /// <summary>A write of unknown outcome that came after one that was acknowledged later.</summary>
    Late,

    /// <summary>A write that was refused, or never made.</summary>
    Impossible,

    /// <summary>Somebody else's.</summary>
    Foreign,
}
