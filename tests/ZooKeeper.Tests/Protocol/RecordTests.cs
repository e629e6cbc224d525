using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.ZooKeeper.Tests.Protocol;

public sealed class RecordTests
{
    private static readonly StatRecord Stat = new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

    [Fact]
    public void Records_WrittenAndRead_AreTheSame()
    {
        Same(new RequestHeader(3, OpCode.CloseSession));
        Same(new ReplyHeader(-1, 1L << 40, ErrorCode.NoNode));
        Same(new WatcherEvent(WatchEventType.NodeDeleted, 3, "/ä"));
        Same(new ReadRequest("/a", true));
        Same(new VersionRequest("/a", -1));
        Same(new PathRecord(""));
        Same(new Create2Response("/a", Stat));
        Same(Stat);
        Same(new AclEntry(Permissions.All, "digest", "a:b"));
        Same(new AuthPacket(0, "digest", [1, 2]));
        Same(new ConnectRequest(0, 1, 2, 3, [4, 5], true));
        Same(new ConnectResponse(0, 1, 2, [3], false));
        Same(new SetWatches(9, ["/a", "/b"], [], ["/c"]));
        Same(new CreateRequest("/a", [1], AclEntry.CreatorAll, 3));
        Same(new SetDataRequest("/a", [], 4));
        Same(new SetAclRequest("/a", AclEntry.Open, 4));
        Same(new GetDataResponse([1, 2, 3], Stat));
        Same(new GetChildrenResponse(["x"]));
        Same(new GetChildren2Response(["x", "y"], Stat));
        Same(new GetAclResponse(AclEntry.Open, Stat));
    }

    /// <summary>As the C client 3.4.14 sends and expects it: 44 bytes there, 36 back, no last byte.</summary>
    [Fact]
    public void ConnectRecords_WithoutReadOnly_AreTheOldOnes()
    {
        var request = FrameBuffer.Of(new ConnectRequest(0, 0, 10_000, 0, new byte[16], null));
        Assert.Equal(4 + 44, request.Length);
        Assert.Null(Read<ConnectRequest>(request).ReadOnly);
        Assert.Equal(4 + 36, FrameBuffer.Of(new ConnectResponse(0, 10_000, 1, new byte[16], null)).Length);
    }

    [Fact]
    public void CreateRequest_AsBytes_IsWhatUpstreamWrites()
    {
        var frame = FrameBuffer.Of(new RequestHeader(1, OpCode.Create), new CreateRequest("/a", [0x78], AclEntry.Open, 1));
        Assert.Equal(
            "00000032" + "00000001" + "00000001" + "00000002" + "2F61" + "00000001" + "78" +
            "00000001" + "0000001F" + "00000005" + "776F726C64" + "00000006" + "616E796F6E65" + "00000001",
            Convert.ToHexString(frame));
    }

    [Fact]
    public void Read_RecordCutAtEveryOffset_ThrowsAndNeverReadsBeyond()
    {
        var frame = FrameBuffer.Of(new CreateRequest("/abc", [1, 2, 3], AclEntry.Open, 3)).AsSpan(4).ToArray();
        for (var length = 0; length < frame.Length; length++)
        {
            var cut = frame[..length];
            Assert.Throws<ZooKeeperProtocolException>(() =>
            {
                var reader = new JuteReader(cut);
                CreateRequest.Read(ref reader);
            });
        }
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1000)]
    [InlineData(-2)]
    public void Read_ImpossibleLength_ThrowsBeforeItAllocates(int length)
    {
        var bytes = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        Assert.Throws<ZooKeeperProtocolException>(() => new JuteReader(bytes).ReadString());
        Assert.Throws<ZooKeeperProtocolException>(() => new JuteReader(bytes).ReadBuffer());
        Assert.Throws<ZooKeeperProtocolException>(() => new JuteReader(bytes).ReadStrings());
        Assert.Throws<ZooKeeperProtocolException>(() => new JuteReader(bytes).ReadRecords<AclEntry>(AclEntry.LeastSize));
    }

    [Fact]
    public void Read_NullLengths_AreEmpty()
    {
        var bytes = new byte[] { 255, 255, 255, 255 };
        Assert.Equal("", new JuteReader(bytes).ReadString());
        Assert.Empty(new JuteReader(bytes).ReadBuffer());
        Assert.Empty(new JuteReader(bytes).ReadStrings());
    }

    private static void Same<T>(T record) where T : IJuteRecord<T>
    {
        var frame = FrameBuffer.Of(record);
        Assert.Equal(Convert.ToHexString(frame), Convert.ToHexString(FrameBuffer.Of(Read<T>(frame))));
        if (!typeof(T).GetProperties().Any(p => p.PropertyType.IsArray))
            Assert.Equal(record, Read<T>(frame));
    }

    private static T Read<T>(byte[] frame) where T : IJuteRecord<T>
    {
        var reader = new JuteReader(frame.AsSpan(FrameParser.HeaderSize));
        var record = T.Read(ref reader);
        Assert.Equal(0, reader.Remaining);
        return record;
    }
}
