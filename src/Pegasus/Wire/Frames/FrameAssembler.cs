using System.Buffers.Binary;

namespace Nightshift.Pegasus.Wire;

/// <summary>
/// Cuts a stream of answers into frames, however it was cut on the way. A frame begins with its length, i32, these four bytes included. The buffer grows with what
/// has come, not with what was declared, and never beyond the longest frame allowed.
/// </summary>
internal sealed class FrameAssembler(int maxFrame)
{
    private const int Smallest = 16 << 10;
    private const int Kept = 1 << 20;
    private byte[] _buffer = new byte[Smallest];
    private int _start;
    private int _end;

    /// <summary>Bytes that belong to no complete frame yet.</summary>
    public int Pending => _end - _start;

    public int Capacity => _buffer.Length;

    /// <summary>Where the next bytes go; never empty.</summary>
    public Memory<byte> Free()
    {
        if (_start == _end)
        {
            _start = _end = 0;
            if (_buffer.Length > Kept)
                _buffer = new byte[Smallest];
        }

        if (_end < _buffer.Length)
            return _buffer.AsMemory(_end);
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        else
        {
            Array.Resize(ref _buffer, (int)Math.Min(Math.Max((long)maxFrame, Smallest), _buffer.Length * 2L));
        }

        return _buffer.AsMemory(_end);
    }

    /// <param name="count">How many bytes were put into <see cref="Free"/>.</param>
    public void Advance(int count) => _end += count;

    /// <summary>The next complete frame without its length; false: more bytes are needed.</summary>
    /// <exception cref="WireFormatException">The length is impossible; nothing that follows can be understood.</exception>
    public bool TryNext(out ReadOnlyMemory<byte> frame)
    {
        frame = default;
        if (Pending < 4)
            return false;
        var length = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start));
        if (length < AnswerFrame.MinLength || length > maxFrame)
            throw new WireFormatException($"An answer of {length} bytes is announced; {AnswerFrame.MinLength} to {maxFrame} are possible.");
        if (Pending < length)
            return false;
        frame = _buffer.AsSpan(_start + 4, length - 4).ToArray();
        _start += length;
        return true;
    }
}
