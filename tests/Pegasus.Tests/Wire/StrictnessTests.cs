using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Tests.Wire;

public class StrictnessTests
{
    [Fact]
    public void Parse_FramesCutAtEveryOffset_NeverPass()
    {
        foreach (var (hex, read) in Frames.Answers)
        {
            var frame = Hex.Bytes(hex)[4..];
            read(frame);
            for (var length = 0; length < frame.Length; length++)
                Assert.Throws<WireFormatException>(() => read(frame.AsMemory(0, length)));
        }
    }

    [Fact]
    public void Parse_BytesLeftOver_AreAnError()
    {
        foreach (var (hex, read) in Frames.Answers)
        {
            byte[] longer = [.. Hex.Bytes(hex).AsSpan(4), 0];
            Assert.Throws<WireFormatException>(() => read(longer));
        }
    }

    /// <summary>A reader without field 3 would take the first byte of the host's length for the end of the struct.</summary>
    [Theory]
    [InlineData("080001 00000001 0c0002 0a00000187f10001 0c0004 00000003 727331 87f1 01 00", "field 4")]
    [InlineData("080001 00000001 0c0002 0a00000187f10001 080001 00000001 00", "twice")]
    [InlineData("0a0001 0000000000000001 0c0002 0a00000187f10001 00", "type 10")]
    [InlineData("080001 00000003 0c0002 0a00000187f10001 00", "status 3")]
    [InlineData("080001 00000001 0c0002 0a00000187f10003 00", "kind 3")]
    [InlineData("080001 00000001 0c0002 0000000000000000 00", "names no server")]
    [InlineData("0c0002 0a00000187f10001 00 00 00 00 00 00 00 00", "lacks its field 1")]
    public void ListNodes_ANodeThatIsOtherwise_IsAnError(string node, string reason)
    {
        var error = Assert.Throws<WireFormatException>(() => Decode.With(Frame($"0c0000 0c0001 00000006 4552525f4f4b 0f0002 0c 00000001 {node} 00 00"), NodeMessages.ListNodes));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ListNodes_CountBeyondTheBytes_AllocatesNothing()
    {
        var frame = Frame("0c0000 0c0001 00000006 4552525f4f4b 0f0002 0c 7fffffff 00 00");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<WireFormatException>(() => Decode.With(frame, NodeMessages.ListNodes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Parse_NoReply_IsAnError()
    {
        var frame = Hex.Bytes(Frames.NodesOld)[4..];
        frame[13] = 3;
        Assert.Throws<WireFormatException>(() => AnswerFrame.Parse(frame));
    }

    [Fact]
    public void Assembler_StreamCutAtEveryOffset_GivesTheSameFrames()
    {
        var stream = Frames.Answers.SelectMany(a => Hex.Bytes(a.Hex)).ToArray();
        for (var cut = 0; cut <= stream.Length; cut++)
        {
            var assembler = new FrameAssembler(1 << 20);
            var frames = Feed(assembler, stream.AsSpan(0, cut)).Concat(Feed(assembler, stream.AsSpan(cut))).ToArray();
            Assert.Equal(Frames.Answers.Length, frames.Length);
            Assert.Equal(stream, frames.Zip(Frames.Answers, (f, a) => (byte[])[.. Hex.Bytes(a.Hex).AsSpan(0, 4), .. f]).SelectMany(b => b));
            Assert.Equal(0, assembler.Pending);
        }
    }

    [Theory]
    [InlineData("00000000")]
    [InlineData("00000015")]
    [InlineData("ffffffff")]
    [InlineData("7fffffff")]
    [InlineData("00100001")]
    public void Assembler_ImpossibleLength_IsRefusedBeforeTheBytesCome(string length) =>
        Assert.Throws<WireFormatException>(() => Feed(new FrameAssembler(1 << 20), Hex.Bytes(length)));

    [Fact]
    public void Assembler_AnnouncedButNotSent_KeepsItsBufferSmall()
    {
        var assembler = new FrameAssembler(64 << 20);
        Feed(assembler, Hex.Bytes("03000000"));
        Feed(assembler, new byte[1000]);
        Assert.InRange(assembler.Capacity, 0, 16 << 10);
    }

    [Fact]
    public void Assembler_LongFrame_ComesWholeAndTheBufferShrinksAfterwards()
    {
        var assembler = new FrameAssembler(8 << 20);
        var length = 5 << 20;
        var bytes = new byte[length];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        Assert.Equal(length - 4, Assert.Single(Feed(assembler, bytes)).Length);
        assembler.Free();
        Assert.InRange(assembler.Capacity, 0, 16 << 10);
    }

    private static List<byte[]> Feed(FrameAssembler assembler, ReadOnlySpan<byte> bytes)
    {
        var frames = new List<byte[]>();
        while (!bytes.IsEmpty)
        {
            var free = assembler.Free();
            var count = Math.Min(free.Length, bytes.Length);
            bytes[..count].CopyTo(free.Span);
            assembler.Advance(count);
            bytes = bytes[count..];
            while (assembler.TryNext(out var frame))
                frames.Add(frame.ToArray());
        }

        return frames;
    }

    private static byte[] Frame(string result) =>
        Hex.Bytes($"00000006 4552525f4f4b 80010002 00000015 5250435f434d5f4c4953545f4e4f4445535f41434b 00000001 {result}");
}
