using System.Buffers;
using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.ZooKeeper.Tests.Protocol;

public sealed class FrameParserTests
{
    private static readonly byte[] ThreeFrames =
    [
        .. FrameBuffer.Of(new PathRecord("/first")), .. new byte[4], .. FrameBuffer.Of(new RequestHeader(7, OpCode.Ping)),
    ];

    [Fact]
    public void TryTake_StreamCutAtEveryOffset_GivesTheSameFrames()
    {
        for (var cut = 0; cut <= ThreeFrames.Length; cut++)
        {
            var frames = new List<byte[]>();
            var head = new ReadOnlySequence<byte>(ThreeFrames, 0, cut);
            Take(ref head, frames);
            var all = Segments(head.ToArray(), ThreeFrames[cut..]);
            Take(ref all, frames);
            Assert.True(all.IsEmpty);
            Assert.Equal([10, 0, 8], frames.Select(f => f.Length));
        }
    }

    [Fact]
    public void TryTake_EveryByteInItsOwnSegment_GivesTheSameFrames()
    {
        var all = Segments([.. ThreeFrames.Select(b => new[] { b })]);
        var frames = new List<byte[]>();
        Take(ref all, frames);
        Assert.Equal([10, 0, 8], frames.Select(f => f.Length));
    }

    [Theory]
    [InlineData(101)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void TryTake_LengthOutsideTheCap_ThrowsBeforeTheFrameIsThere(int length)
    {
        var buffer = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(buffer, length);
        var sequence = new ReadOnlySequence<byte>(buffer);
        Assert.Throws<ZooKeeperProtocolException>(() => FrameParser.TryTake(ref sequence, 100, out _));
    }

    private static void Take(ref ReadOnlySequence<byte> buffer, List<byte[]> frames)
    {
        while (FrameParser.TryTake(ref buffer, 100, out var payload))
            frames.Add(payload.ToArray());
    }

    private static ReadOnlySequence<byte> Segments(params byte[][] parts)
    {
        var first = new Segment(parts[0], null);
        var last = parts.Skip(1).Aggregate(first, (before, part) => new Segment(part, before));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, Segment? before)
        {
            Memory = bytes;
            if (before is null)
                return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
