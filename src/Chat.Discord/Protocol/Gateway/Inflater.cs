using System.Buffers;
using System.IO.Compression;

namespace Nightshift.Chat.Discord.Protocol.Gateway;

/// <summary>
/// Undoes <c>zlib-stream</c>: one zlib context for all of a connection; a payload is complete where the received bytes end with <c>00 00 ff ff</c>.
/// Source: Discord's API reference, "Transport compression".
/// </summary>
/// <param name="largest">Bytes that a payload may have, before and after.</param>
internal sealed class Inflater(int largest) : IDisposable
{
    private readonly Feed _feed = new();
    private ZLibStream? _zlib;

    /// <summary>Takes in what came in one message; gives the payload when it is complete, else null.</summary>
    /// <exception cref="GatewayFaultException">The payload is too large, or the bytes are not zlib's.</exception>
    public ReadOnlyMemory<byte>? Take(ReadOnlySpan<byte> received)
    {
        if (_feed.Length + received.Length > largest) throw TooLarge();
        _feed.Append(received);
        if (!_feed.EndsWith([0x00, 0x00, 0xff, 0xff])) return null;
        try
        {
            return Inflate();
        }
        catch (InvalidDataException exception)
        {
            throw new GatewayFaultException("Discord's gateway sent bytes that are not zlib's", exception);
        }
    }

    public void Dispose()
    {
        _zlib?.Dispose();
        _feed.Dispose();
    }

    private ReadOnlyMemory<byte> Inflate()
    {
        _zlib ??= new ZLibStream(_feed, CompressionMode.Decompress);
        var output = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            var count = _zlib.Read(output.GetSpan(4096));
            if (count == 0) break;
            output.Advance(count);
            if (output.WrittenCount > largest) throw TooLarge();
        }
        _feed.Clear();
        return output.WrittenMemory;
    }

    private GatewayFaultException TooLarge() => new($"Discord's gateway sent more than {largest} bytes at once");

    /// <summary>What has been received and not been inflated. Its end is the end for now only: the stream that reads it asks again.</summary>
    private sealed class Feed : Stream
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();
        private int _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => _bytes.WrittenCount - _read;

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public void Append(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

        public bool EndsWith(ReadOnlySpan<byte> suffix) => _bytes.WrittenSpan.EndsWith(suffix);

        public void Clear()
        {
            _bytes.ResetWrittenCount();
            _read = 0;
        }

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, _bytes.WrittenCount - _read);
            _bytes.WrittenSpan.Slice(_read, count).CopyTo(buffer);
            _read += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
