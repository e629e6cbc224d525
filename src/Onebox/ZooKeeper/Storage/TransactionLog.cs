using System.Buffers.Binary;
using Nightshift.Onebox.ZooKeeper.Tree;
using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.Onebox.ZooKeeper.Storage;

/// <summary>
/// An append-only file of records: length (int32, big-endian, of the payload), CRC-32C of the payload (uint32, big-endian), payload
/// (a <see cref="Transaction"/>). A record that the file ends in was never answered and is cut off; damage before that is an error.
/// </summary>
internal sealed class TransactionLog : IDisposable
{
    private const int HeaderSize = 8;

    private readonly FileStream _file;
    private readonly bool _syncToDisk;
    private readonly MemoryStream _pending = new();

    private TransactionLog(FileStream file, bool syncToDisk) => (_file, _syncToDisk) = (file, syncToDisk);

    public static TransactionLog Create(string path, bool syncToDisk) => new(OpenFile(path, FileMode.Create), syncToDisk);

    /// <summary>Hands every whole transaction of the file to <paramref name="apply"/>, then stands ready to append after the last.</summary>
    public static TransactionLog Replay(string path, bool syncToDisk, Action<Transaction> apply)
    {
        var bytes = File.Exists(path) ? File.ReadAllBytes(path) : [];
        var position = 0;
        while (TryReadRecord(bytes.AsSpan(position), path, position) is { } payload)
        {
            var reader = new JuteReader(bytes.AsSpan(position + HeaderSize, payload));
            apply(Transaction.Read(ref reader));
            position += HeaderSize + payload;
        }

        var file = OpenFile(path, FileMode.OpenOrCreate);
        file.SetLength(position);
        file.Position = position;
        return new TransactionLog(file, syncToDisk);
    }

    public void Append(Transaction transaction)
    {
        var frame = new FrameBuffer();
        transaction.Write(new JuteWriter(frame));
        var record = frame.ToFrame();
        Span<byte> checksum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Checksum.Of(record.AsSpan(FrameParser.HeaderSize)));
        _pending.Write(record.AsSpan(0, FrameParser.HeaderSize));
        _pending.Write(checksum);
        _pending.Write(record.AsSpan(FrameParser.HeaderSize));
    }

    public void Flush()
    {
        if (_pending.Length == 0)
            return;
        _file.Write(_pending.GetBuffer().AsSpan(0, (int)_pending.Length));
        _file.Flush(_syncToDisk);
        _pending.SetLength(0);
    }

    public void Dispose()
    {
        _file.Dispose();
        _pending.Dispose();
    }

    private static FileStream OpenFile(string path, FileMode mode) =>
        new(path, new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0 });

    /// <summary>The length of the payload at the front; null at the end or before a record that is cut short.</summary>
    private static int? TryReadRecord(ReadOnlySpan<byte> rest, string path, int position)
    {
        if (rest.Length < HeaderSize)
            return null;
        var length = BinaryPrimitives.ReadInt32BigEndian(rest);
        if (length < 0)
            throw new InvalidDataException($"'{path}' is damaged at byte {position}: a record of {length} bytes");
        if (rest.Length - HeaderSize < length)
            return null;
        var last = rest.Length == HeaderSize + length;
        if (Checksum.Of(rest.Slice(HeaderSize, length)) == BinaryPrimitives.ReadUInt32BigEndian(rest[sizeof(int)..]))
            return length;
        return last ? null : throw new InvalidDataException($"'{path}' is damaged at byte {position}: wrong checksum");
    }
}
