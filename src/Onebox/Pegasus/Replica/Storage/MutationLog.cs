using System.Buffers.Binary;
using System.Globalization;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.ZooKeeper.Storage;

namespace Nightshift.Onebox.Pegasus.Replica.Storage;

/// <summary>
/// The private log of a partition: segments <c>log.&lt;index&gt;.&lt;first decree&gt;</c> of records, each u32 length, u32 sum, then the mutation. Written
/// straight to the operating system's cache, not synced: whatever was acknowledged survives the process. A record cut off at the end is left out.
/// </summary>
internal sealed class MutationLog : IDisposable
{
    private const int Header = 8;
    private const long SegmentBytes = 1 << 20;
    private readonly string _directory;
    private readonly TimeProvider _time;
    private readonly List<Segment> _segments = [];
    private FileStream? _tail;

    public MutationLog(string directory, TimeProvider time)
    {
        _directory = directory;
        _time = time;
        Directory.CreateDirectory(directory);
        foreach (var path in Directory.EnumerateFiles(directory, "log.*"))
        {
            var parts = Path.GetFileName(path).Split('.');
            if (parts.Length == 3 && long.TryParse(parts[1], out var index) && long.TryParse(parts[2], out var first))
                _segments.Add(new Segment(path, index, first, File.GetLastWriteTimeUtc(path)) { Bytes = new FileInfo(path).Length });
        }

        _segments.Sort((a, b) => a.Index.CompareTo(b.Index));
    }

    /// <summary>The lowest decree that is surely still there, or <see cref="long.MaxValue"/> when the log is empty.</summary>
    public long FirstDecree => _segments.Count == 0 ? long.MaxValue : _segments[0].First;

    /// <summary>All mutations from a decree on, in the order in which they were written: a later one of the same decree replaces the earlier one.</summary>
    public IEnumerable<MutationData> ReadFrom(long decree)
    {
        for (var n = 0; n < _segments.Count; n++)
        {
            // A segment ends where the next begins, but for decrees that were prepared again under a higher ballot.
            if (n + 2 < _segments.Count && _segments[n + 2].First <= decree) continue;
            foreach (var mutation in Read(_segments[n].Path))
                if (mutation.Decree >= decree)
                    yield return mutation;
        }
    }

    public void Append(MutationData mutation)
    {
        var writer = new ThriftWriter();
        writer.I64(0);
        new FieldWriter(writer, WireGeneration.Address).Write(mutation);
        var record = writer.Written.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(record, record.Length - Header);
        BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(4), Checksum.Of(record.AsSpan(Header)));
        if (_tail is null || _segments[^1].Bytes >= SegmentBytes) Begin(mutation.Decree);
        _tail!.Write(record);
        _segments[^1].Bytes += record.Length;
        _segments[^1].Written = _time.GetUtcNow().UtcDateTime;
    }

    /// <summary>Deletes segments that hold nothing after the durable decree, unless both the size and the age limit still reserve them.</summary>
    public void Collect(long durable, long reserveBytes, TimeSpan reserveTime)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        while (_segments.Count > 1 && _segments[1].First <= durable)
        {
            var reserved = _segments.Sum(segment => segment.Bytes) <= reserveBytes && now - _segments[0].Written <= reserveTime;
            if (reserved) return;
            File.Delete(_segments[0].Path);
            _segments.RemoveAt(0);
        }
    }

    /// <summary>Begins a new segment with the next mutation, so that all before it can be collected.</summary>
    public void SwitchFile()
    {
        _tail?.Dispose();
        _tail = null;
    }

    /// <summary>Throws everything away: the replica begins from a checkpoint.</summary>
    public void Reset()
    {
        SwitchFile();
        foreach (var segment in _segments) File.Delete(segment.Path);
        _segments.Clear();
    }

    public void Dispose() => SwitchFile();

    private void Begin(long decree)
    {
        SwitchFile();
        var index = _segments.Count == 0 ? 1 : _segments[^1].Index + 1;
        var path = Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"log.{index}.{decree}"));
        _tail = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _segments.Add(new Segment(path, index, decree, _time.GetUtcNow().UtcDateTime));
    }

    private static List<MutationData> Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var mutations = new List<MutationData>();
        for (var at = 0; at + Header <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
            if (length <= 0 || length > bytes.Length - at - Header) break;
            var body = bytes.AsMemory(at + Header, length);
            if (Checksum.Of(body.Span) != BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 4))) break;
            mutations.Add(new FieldReader(new ThriftReader(body), WireGeneration.Address).Read<MutationData>());
            at += Header + length;
        }

        return mutations;
    }

    private sealed class Segment(string path, long index, long first, DateTime written)
    {
        public string Path => path;

        public long Index => index;

        public long First => first;

        public long Bytes { get; set; }

        public DateTime Written { get; set; } = written;
    }
}
