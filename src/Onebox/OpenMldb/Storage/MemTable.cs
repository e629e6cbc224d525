using Nightshift.Onebox.OpenMldb.Messages;

namespace Nightshift.Onebox.OpenMldb.Storage;

/// <summary>
/// The records of a memory table, by index and key. Time-to-live is not applied, and every index is ordered by the record's own time.
/// Not thread-safe: the partition's lock guards it.
/// </summary>
internal sealed class MemTable
{
    private readonly MemIndex[] _indexes;

    public MemTable(TableMeta meta)
    {
        var segments = meta.SegCnt is > 0 and var count ? count : 8;
        _indexes = [.. meta.ColumnKey.Where(key => key.Flag is null or 0).Select(key => new MemIndex(key.IndexName ?? string.Empty, segments))];
    }

    public IReadOnlyList<MemIndex> Indexes => _indexes;

    /// <summary>All records in log order.</summary>
    public List<LogRecord> Records { get; } = [];

    public ulong RecordCount { get; private set; }

    public ulong RecordBytes { get; private set; }

    public MemIndex? Index(string? name)
        => string.IsNullOrEmpty(name) ? _indexes.FirstOrDefault() : _indexes.FirstOrDefault(index => index.Name == name);

    /// <summary>Applies a record of the log.</summary>
    public void Apply(LogRecord record)
    {
        if (record.Method == MethodType.Delete)
        {
            Delete(record);
            return;
        }

        Records.Add(record);
        RecordCount++;
        RecordBytes += (ulong)record.Value.Length + 16;
        foreach (var dimension in record.Dimensions.Where(each => each.Idx < _indexes.Length))
        {
            _indexes[dimension.Idx!.Value].Add(dimension.Key ?? string.Empty, record);
        }
    }

    private void Delete(LogRecord delete)
    {
        foreach (var dimension in delete.Dimensions.Where(each => each.Idx < _indexes.Length))
        {
            foreach (var record in _indexes[dimension.Idx!.Value].Remove(dimension.Key ?? string.Empty, delete.Time))
            {
                record.Deleted = true;
                RecordCount--;
            }
        }
    }
}
