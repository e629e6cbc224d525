using System.Buffers.Binary;
using System.Net.Sockets;
using Nightshift.ZooKeeper;
using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.Onebox.Tests.ZooKeeper;

/// <summary>The dialogue byte for byte as the C client 3.4.14, which OpenMLDB is built with, holds it.</summary>
public sealed class LegacyClientTests(EmbeddedServerProcess server) : IClassFixture<EmbeddedServerProcess>
{
    [Fact]
    public async Task Connect_WithoutTheReadOnlyByte_IsAnsweredWithoutItAndServed()
    {
        await using var stream = await Connect();
        var greeting = await Greet(stream, 0, new byte[16]);
        Assert.Equal(36, greeting.Length);
        var session = BinaryPrimitives.ReadInt64BigEndian(greeting.AsSpan(8));
        Assert.NotEqual(0, session);

        await stream.WriteAsync(FrameBuffer.Of(new RequestHeader(Xids.Ping, OpCode.Ping)));
        Assert.Equal(Xids.Ping, BinaryPrimitives.ReadInt32BigEndian(await ReadFrame(stream)));
        await stream.WriteAsync(FrameBuffer.Of(new RequestHeader(1, OpCode.GetChildren), new ReadRequest("/", true)));
        var reply = await ReadFrame(stream);
        Assert.Equal((1, 0), (BinaryPrimitives.ReadInt32BigEndian(reply), BinaryPrimitives.ReadInt32BigEndian(reply.AsSpan(12))));

        await using var again = await Connect();
        var resumed = await Greet(again, session, greeting[20..]);
        Assert.Equal(session, BinaryPrimitives.ReadInt64BigEndian(resumed.AsSpan(8)));
        Assert.Equal(0, await stream.ReadAsync(new byte[1]));
    }

    [Fact]
    public async Task Connect_SessionUnknownOrPasswordWrong_IsToldThatItExpired()
    {
        await using var first = await Connect();
        var session = BinaryPrimitives.ReadInt64BigEndian((await Greet(first, 0, new byte[16])).AsSpan(8));
        foreach (var id in new[] { session, 4711L })
        {
            await using var stream = await Connect();
            var greeting = await Greet(stream, id, new byte[16]);
            Assert.Equal(0, BinaryPrimitives.ReadInt32BigEndian(greeting.AsSpan(4)));
            Assert.Equal(0, await stream.ReadAsync(new byte[1]));
        }
    }

    [Fact]
    public async Task Request_AboveTheCap_EndsTheConnection()
    {
        await using var stream = await Connect();
        await Greet(stream, 0, new byte[16]);
        await stream.WriteAsync(new byte[] { 0x7f, 0xff, 0xff, 0xff });
        Assert.Equal(0, await ReadOrReset(stream));
    }

    [Fact]
    public async Task Request_ThatIsNoRecord_EndsTheConnectionAndNothingElse()
    {
        await using var stream = await Connect();
        await Greet(stream, 0, new byte[16]);
        await stream.WriteAsync(new byte[] { 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 1, 99 });
        Assert.Equal(0, await ReadOrReset(stream));
        Assert.Equal("imok", await server.FourLetters("ruok"));
    }

    [Fact]
    public async Task Request_UnknownOperation_IsUnimplemented()
    {
        await using var stream = await Connect();
        await Greet(stream, 0, new byte[16]);
        await stream.WriteAsync(FrameBuffer.Of(new RequestHeader(5, (OpCode)106), new ReadRequest("/", true)));
        Assert.Equal((int)ErrorCode.Unimplemented, BinaryPrimitives.ReadInt32BigEndian((await ReadFrame(stream)).AsSpan(12)));
    }

    [Fact]
    public async Task FourLetterWords_AreAnsweredInPlainText()
    {
        Assert.Equal("imok", await server.FourLetters("ruok"));
        var answer = await server.FourLetters("srvr");
        Assert.Contains("Mode: standalone\n", answer, StringComparison.Ordinal);
        Assert.Contains("Zxid: 0x", answer, StringComparison.Ordinal);
    }

    private static async Task<int> ReadOrReset(NetworkStream stream)
    {
        try
        {
            return await stream.ReadAsync(new byte[1]);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static async Task<byte[]> Greet(NetworkStream stream, long session, byte[] password)
    {
        await stream.WriteAsync(FrameBuffer.Of(new ConnectRequest(0, 0, 10_000, session, password, null)));
        return await ReadFrame(stream);
    }

    private static async Task<byte[]> ReadFrame(NetworkStream stream)
    {
        var length = new byte[4];
        await stream.ReadExactlyAsync(length);
        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await stream.ReadExactlyAsync(frame);
        return frame;
    }

    private async Task<NetworkStream> Connect()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 10_000 };
        await socket.ConnectAsync(server.Address.Host, server.Address.Port);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
