using System.Globalization;

namespace Nightshift.Onebox.OpenMldb.Storage;

/// <summary>
/// A partition's log: files <c>binlog/NNNNNNNN.log</c>, a new one after each start and when one is full. A record is handed to the kernel
/// before <see cref="Append"/> returns, so the death of the process loses none. Not thread-safe: the partition's lock guards it.
/// </summary>
internal sealed class Binlog(string directory, long maxFileBytes) : IDisposable
{
    private readonly List<LogRecord> _records = [];
    private readonly List<(string Path, ulong LastOffset)> _full = [];
    private FileStream? _file;

    /// <summary>Offset of the last record read or written; 0 before the first.</summary>
    public ulong LastOffset => _records.Count == 0 ? 0 : _records[^1].Offset;

    /// <summary>Bytes on disk.</summary>
    public long DiskBytes { get; private set; }

    /// <summary>Reads every record from the files. Records that end torn are cut off.</summary>
    public IReadOnlyList<LogRecord> Read()
    {
        Directory.CreateDirectory(directory);
        _records.Clear();
        _full.Clear();
        CloseFile();
        DiskBytes = 0;
        foreach (var path in Files())
        {
            var (records, end) = LogRecordCodec.DecodeAll(File.ReadAllBytes(path));
            DiskBytes += end;
            _records.AddRange(records.Where(record => record.Offset > LastOffset));
            _full.Add((path, LastOffset));
        }

        return _records;
    }

    public void Append(LogRecord record)
    {
        if (_file is null || _file.Length > maxFileBytes)
        {
            Roll();
        }

        var bytes = LogRecordCodec.Encode(record);
        _file!.Write(bytes);
        DiskBytes += bytes.Length;
        _records.Add(record);
    }

    /// <summary>Up to that many records after the offset, without a gap; none when the next one is no longer here.</summary>
    public IReadOnlyList<LogRecord> After(ulong offset, int limit)
    {
        var first = FirstAfter(offset);
        var batch = new List<LogRecord>();
        for (var index = first; index < _records.Count && batch.Count < limit; index++)
        {
            if (_records[index].Offset != offset + (ulong)batch.Count + 1)
            {
                break;
            }

            batch.Add(_records[index]);
        }

        return batch;
    }

    /// <summary>Deletes the files that hold nothing after the offset, except the one being written.</summary>
    public void DeleteUpTo(ulong offset)
    {
        while (_full.Count > 0 && _full[0].LastOffset <= offset)
        {
            DiskBytes -= new FileInfo(_full[0].Path).Length;
            File.Delete(_full[0].Path);
            _records.RemoveRange(0, FirstAfter(_full[0].LastOffset));
            _full.RemoveAt(0);
        }
    }

    public void Dispose() => CloseFile();

    private IEnumerable<string> Files() => Directory.GetFiles(directory, "*.log").Order(StringComparer.Ordinal);

    private int FirstAfter(ulong offset)
    {
        var (low, high) = (0, _records.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _records[middle].Offset <= offset ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void Roll()
    {
        CloseFile();
        Directory.CreateDirectory(directory);
        var last = Files().Select(Path.GetFileNameWithoutExtension).LastOrDefault("-1");
        var path = Path.Combine(directory, $"{int.Parse(last!, CultureInfo.InvariantCulture) + 1:D8}.log");
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    private void CloseFile()
    {
        if (_file is not null)
        {
            _full.Add((_file.Name, LastOffset));
            _file.Dispose();
            _file = null;
        }
    }
}
