using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Tests.Wire;

/// <summary>Frames with bytes changed, cut out, doubled and moved, given to what reads them: each is understood or refused, and nothing else happens.</summary>
internal static class Fuzz
{
    /// <returns>How many were understood and how many refused.</returns>
    public static (int Understood, int Refused, long MostAllocated) Run(int frames, int seed)
    {
        var random = new Random(seed);
        var originals = Frames.Answers.Select(a => (Bytes: Hex.Bytes(a.Hex), a.Read)).ToArray();
        var (understood, refused, most) = (0, 0, 0L);
        for (var i = 0; i < frames; i++)
        {
            var (bytes, read) = originals[random.Next(originals.Length)];
            var changed = Change(bytes, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            if (Understands(changed, read))
                understood++;
            else
                refused++;
            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return (understood, refused, most);
    }

    private static bool Understands(byte[] stream, Func<ReadOnlyMemory<byte>, object?> read)
    {
        var assembler = new FrameAssembler(64 << 20);
        try
        {
            stream.CopyTo(assembler.Free());
            assembler.Advance(stream.Length);
            var any = false;
            while (assembler.TryNext(out var frame))
            {
                read(frame);
                any = true;
            }

            return any;
        }
        catch (WireFormatException)
        {
            return false;
        }
    }

    public static byte[] Change(byte[] original, Random random)
    {
        var bytes = new List<byte>(original);
        for (var changes = random.Next(1, 5); changes > 0 && bytes.Count > 8; changes--)
        {
            var at = random.Next(random.Next(4) == 0 ? 0 : 4, bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveRange(at, Math.Min(random.Next(1, 9), bytes.Count - at)); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 9), bytes.Count - at))); break;
                case 4: bytes[at] = (byte)(random.Next(2) == 0 ? 0xff : 0x7f); break;
                default: bytes[at] = 0; break;
            }
        }

        if (random.Next(3) > 0)
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes), bytes.Count);
        return [.. bytes];
    }
}
