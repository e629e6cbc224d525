using System.Buffers;

namespace Nightshift.ZooKeeper.Protocol;

/// <summary>Cuts frames out of a byte stream. A frame: length (int32, big-endian, of what follows), payload.</summary>
internal static class FrameParser
{
    public const int HeaderSize = sizeof(int);

    /// <summary>
    /// Takes the next whole frame off the front of <paramref name="buffer"/>. False, and the buffer untouched, when the frame
    /// is not there in full.
    /// </summary>
    /// <exception cref="ZooKeeperProtocolException">The declared length is negative or above <paramref name="cap"/> bytes.</exception>
    public static bool TryTake(ref ReadOnlySequence<byte> buffer, int cap, out ReadOnlySequence<byte> payload)
    {
        payload = default;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadBigEndian(out int length))
            return false;
        if (length < 0 || length > cap)
            throw new ZooKeeperProtocolException($"a frame of {length} bytes is declared; between 0 and {cap} are allowed");
        if (reader.Remaining < length)
            return false;
        payload = buffer.Slice(HeaderSize, length);
        buffer = buffer.Slice(HeaderSize + (long)length);
        return true;
    }
}
