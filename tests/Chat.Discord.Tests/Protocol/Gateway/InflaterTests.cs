using System.IO.Compression;
using System.Text;
using Nightshift.Chat.Discord.Protocol.Gateway;

namespace Nightshift.Chat.Discord.Tests.Protocol.Gateway;

public sealed class InflaterTests
{
    private static readonly string[] Payloads = ["""{"op":10,"d":{"heartbeat_interval":41250}}""", "{}", """{"op":10,"d":{"heartbeat_interval":41250}}""", new string('维', 70_000), "[1]"];

    [Fact]
    public void Take_CutAtEveryOffset_GivesEachPayloadOnceAndWhole()
    {
        var messages = Deflated(Payloads[..3]);
        for (var cut = 1; cut < messages[0].Length; cut++)
        {
            using var inflater = new Inflater(1 << 20);
            Assert.Null(inflater.Take(messages[0].AsSpan(0, cut)));
            Assert.Equal(Payloads[0], Text(inflater.Take(messages[0].AsSpan(cut))));
            Assert.Equal(Payloads[1], Text(inflater.Take(messages[1])));
            Assert.Equal(Payloads[2], Text(inflater.Take(messages[2])));
        }
    }

    [Fact]
    public void Take_LargePayloadInSmallPieces_IsWhole()
    {
        using var inflater = new Inflater(1 << 20);
        foreach (var (payload, message) in Payloads.Zip(Deflated(Payloads)))
        {
            ReadOnlyMemory<byte>? whole = null;
            foreach (var piece in message.Chunk(7)) whole = inflater.Take(piece);
            Assert.Equal(payload, Text(whole));
        }
    }

    [Fact]
    public void Take_BombOfAMillionZeros_IsAFaultBeforeItIsHeld()
    {
        using var inflater = new Inflater(100_000);

        Assert.Throws<GatewayFaultException>(() => inflater.Take(Deflated([new string('0', 1_000_000)])[0]));
    }

    [Fact]
    public void Take_NeverComplete_IsAFaultAtTheCap()
    {
        using var inflater = new Inflater(1000);
        for (var i = 0; i < 10; i++) Assert.Null(inflater.Take(new byte[100]));

        Assert.Throws<GatewayFaultException>(() => inflater.Take(new byte[100]));
    }

    [Fact]
    public void Take_NotZlib_IsAFault()
    {
        using var inflater = new Inflater(1000);

        Assert.Throws<GatewayFaultException>(() => inflater.Take([1, 2, 3, 4, 5, 0x00, 0x00, 0xff, 0xff]));
    }

    internal static string Text(ReadOnlyMemory<byte>? payload) => Encoding.UTF8.GetString(Assert.NotNull(payload).Span);

    /// <summary>As Discord sends it: one context, each payload flushed.</summary>
    internal static List<byte[]> Deflated(IEnumerable<string> payloads)
    {
        using var output = new MemoryStream();
        using var zlib = new ZLibStream(output, CompressionLevel.Optimal);
        var messages = new List<byte[]>();
        foreach (var payload in payloads)
        {
            zlib.Write(Encoding.UTF8.GetBytes(payload));
            zlib.Flush();
            messages.Add(output.ToArray());
            output.SetLength(0);
        }
        return messages;
    }
}
