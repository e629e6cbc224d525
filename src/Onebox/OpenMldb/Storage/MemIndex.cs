namespace Nightshift.Onebox.OpenMldb.Storage;

/// <summary>One index: per key its records, oldest first.</summary>
internal sealed class MemIndex(string name, int segments)
{
    private readonly Dictionary<string, List<LogRecord>> _keys = new(StringComparer.Ordinal);
    private readonly ulong[] _segmentCounts = new ulong[segments];

    public string Name { get; } = name;

    public int KeyCount => _keys.Count;

    public IReadOnlyList<ulong> SegmentCounts => _segmentCounts;

    public IEnumerable<string> Keys => _keys.Keys.Order(StringComparer.Ordinal);

    public IReadOnlyList<LogRecord> Of(string key) => _keys.GetValueOrDefault(key) ?? [];

    public void Add(string key, LogRecord record)
    {
        if (!_keys.TryGetValue(key, out var records))
        {
            _keys.Add(key, records = []);
        }

        var position = records.Count;
        while (position > 0 && records[position - 1].Time > record.Time)
        {
            position--;
        }

        records.Insert(position, record);
        _segmentCounts[Segment(key)]++;
    }

    /// <summary>Takes out the key's records of that time, or all of them when the time is 0.</summary>
    public IReadOnlyList<LogRecord> Remove(string key, long time)
    {
        if (!_keys.TryGetValue(key, out var records))
        {
            return [];
        }

        var gone = records.Where(record => time == 0 || record.Time == time).ToArray();
        records.RemoveAll(gone.Contains);
        if (records.Count == 0)
        {
            _keys.Remove(key);
        }

        _segmentCounts[Segment(key)] -= (ulong)gone.Length;
        return gone;
    }

    private int Segment(string key)
    {
        var hash = 2166136261u;
        foreach (var letter in key)
        {
            hash = (hash ^ letter) * 16777619u;
        }

        return (int)(hash % (uint)_segmentCounts.Length);
    }
}
