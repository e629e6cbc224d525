using System.Buffers;
using System.Buffers.Binary;

namespace Nightshift.ZooKeeper.Protocol;

/// <summary>A frame under construction: four bytes kept for the length, then what is written; the length is patched last.</summary>
internal sealed class FrameBuffer(int sizeHint = 128) : IBufferWriter<byte>
{
    private byte[] _bytes = new byte[FrameParser.HeaderSize + sizeHint];
    private int _length = FrameParser.HeaderSize;

    /// <summary>The frame of one record or of several after one another.</summary>
    public static byte[] Of<T>(T record) where T : IJuteRecord<T>
    {
        var frame = new FrameBuffer();
        record.Write(new JuteWriter(frame));
        return frame.ToFrame();
    }

    public static byte[] Of<THeader, TBody>(THeader header, TBody body)
        where THeader : IJuteRecord<THeader> where TBody : IJuteRecord<TBody>
    {
        var frame = new FrameBuffer();
        var writer = new JuteWriter(frame);
        header.Write(writer);
        body.Write(writer);
        return frame.ToFrame();
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _length);
        _length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_length);
    }

    public byte[] ToFrame()
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes, _length - FrameParser.HeaderSize);
        return _bytes.AsSpan(0, _length).ToArray();
    }

    private void Reserve(int sizeHint)
    {
        var needed = _length + Math.Max(1, sizeHint);
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
    }
}
