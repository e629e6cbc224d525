using System.Buffers;
using System.Net;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Tests.Pegasus.Wire;

/// <summary>The server's side of the frames that the reference works out byte by byte.</summary>
public sealed partial class FramesTests
{
    private const string QueryConfiguration = """
        54484654 00000000 00000030 00000000 0000004a 00000000 00000000 00000000 00000000 00000000 0000000000000000
        80010001 00000026 5250435f434d5f51554552595f504152544954494f4e5f434f4e4649475f42595f494e444558 00000001
        0c0001 0b0001 00000004 74656d70 0f0002 08 00000000 00 00
        """;

    private const string ListNodesV0 = """
        54484654 00000000 00000030 00000000 00000029 00000000 00000000 00000000 00001388 00000000 0000000000000000
        80010001 00000011 5250435f434d5f4c4953545f4e4f444553 00000001 0c0001 080001 00000000 00 00
        """;

    private const string ListNodesV1 = """
        54484654 00000001 00000025 00000029
        080001 00000000 080002 00000000 080003 00001388 0a0004 0000000000000000 020005 00 00
        80010001 00000011 5250435f434d5f4c4953545f4e4f444553 00000001 0c0001 080001 00000000 00 00
        """;

    private const string ProposeHead = """
        80010001 00000017 5250435f434d5f50524f504f53455f42414c414e434552 00000003 0c0001
        0c0001 0000000500000002 0f0002 0c 00000001
        0c0001 0a00000287f10001 0c0002 0a00000187f10001 080003 00000006
        """;

    private const string Propose = """
        54484654 00000000 00000030 00000000 00000059 00000000 00000000 00000000 00001388 00000000 0000000000000000
        """ + ProposeHead + " 00   00 00";

    private const string ProposeForced = """
        54484654 00000000 00000030 00000000 0000005d 00000000 00000000 00000000 00001388 00000000 0000000000000000
        """ + ProposeHead + " 00   020003 01 00 00";

    private const string ProposeMaster = """
        54484654 00000000 00000030 00000000 00000073 00000000 00000000 00000000 00001388 00000000 0000000000000000
        """ + ProposeHead + " 0c0005 00000003 727332 87f1 01 0c0006 00000003 727331 87f1 01 00   00 00";

    private const string Command = """
        54484654 00000000 00000030 00000000 00000052 00000000 00000000 00000000 00001388 00000000 0000000000000000
        80010001 00000010 5250435f434c495f434c495f43414c4c 00000004 0c0001
        0b0001 00000017 6d6574612e6c622e61737369676e5f64656c61795f6d73 0f0002 0b 00000001 00000007 33363030303030 00 00
        """;

    private static readonly NodeAddress First = NodeAddress.Parse("10.0.0.1:34801");
    private static readonly NodeAddress Second = NodeAddress.Parse("10.0.0.2:34801");
    private static readonly NodeAddress Third = NodeAddress.Parse("10.0.0.3:34801");

    [Fact]
    public void Read_QueryConfiguration_Understood()
    {
        var call = Call(QueryConfiguration);
        Assert.Equal((RpcNames.QueryConfiguration, 1, 0), (call.Name, call.Frame.SeqId, call.Frame.Header.TimeoutMs));
        var request = call.Read<QueryConfigurationRequest>();
        Assert.Equal("temp", request.AppName);
        Assert.Empty(request.PartitionIndices);
    }

    [Theory]
    [InlineData(ListNodesV0, 0)]
    [InlineData(ListNodesV1, 1)]
    public void Read_ListNodes_UnderstoodInBothHeaders(string frame, int version)
    {
        var call = Call(frame);
        Assert.Equal((version, 5000, RpcNames.ListNodes), (call.Frame.Header.Version, call.Frame.Header.TimeoutMs, call.Name));
        Assert.Equal(NodeStatus.Invalid, call.Read<ListNodesRequest>().Status);
    }

    [Theory]
    [InlineData(Propose, null)]
    [InlineData(ProposeForced, true)]
    public void Read_Proposal_Understood(string frame, bool? force)
    {
        var request = Call(frame).Read<BalancerRequest>();
        Assert.Equal((new Gpid(2, 5), force), (request.Gpid, request.Force));
        var action = Assert.Single(request.Actions);
        Assert.Equal((Second, First, ConfigType.DowngradeToInactive), (action.Target, action.Node, action.Type));
    }

    [Fact]
    public void Read_ProposalOfMaster_NamesServers()
    {
        var action = Assert.Single(Call(ProposeMaster, WireGeneration.HostPort).Read<BalancerRequest>().Actions);
        Assert.Equal(("rs2:34801", "10.0.0.2:34801"), (action.Target.ToString(), action.Target.Ip.ToString()));
        Assert.Equal(("rs1:34801", "10.0.0.1:34801"), (action.Node.ToString(), action.Node.Ip.ToString()));
    }

    [Fact]
    public void Read_ProposalWithoutNamesInMaster_HasServersWithoutName()
    {
        var action = Assert.Single(Call(Propose, WireGeneration.HostPort).Read<BalancerRequest>().Actions);
        Assert.False(action.Target.IsValid);
        Assert.Equal("invalid host_port", action.Target.ToString());
        Assert.Equal(Second.Ip, action.Target.Ip);
    }

    [Fact]
    public void Read_NamesOfMasterUpTo25_Refused()
        => Assert.Throws<ThriftException>(() => Call(ProposeMaster).Read<BalancerRequest>());

    [Fact]
    public void Read_NamesOfMasterUpTo25Tolerant_LeftAside()
        => Assert.Equal(Second, Assert.Single(Call(ProposeMaster).Read<BalancerRequest>(tolerant: true).Actions).Target);

    [Fact]
    public void Read_Command_Understood()
    {
        var request = Call(Command).Read<CommandRequest>();
        Assert.Equal("meta.lb.assign_delay_ms", request.Command);
        Assert.Equal(["3600000"], request.Arguments);
    }

    [Fact]
    public void TryRead_CutAnywhere_WaitsForMoreOrForTheRest()
    {
        foreach (var frame in new[] { QueryConfiguration, ListNodesV0, ListNodesV1, ProposeForced, Command })
        {
            var bytes = Hex.Bytes(frame);
            for (var length = 0; length < bytes.Length; length++)
            {
                var buffer = new ReadOnlySequence<byte>(bytes, 0, length);
                Assert.Null(RequestFrame.TryRead(ref buffer));
                Assert.Equal(length, buffer.Length);
            }

            var whole = new ReadOnlySequence<byte>([.. bytes, 1, 2]);
            Assert.NotNull(RequestFrame.TryRead(ref whole));
            Assert.Equal(2, whole.Length);
        }
    }

    [Theory]
    [InlineData("54484655 00000000 00000030")]
    [InlineData("54484654 00000002 00000030")]
    [InlineData("54484654 00000000 00000031")]
    public void TryRead_WrongMagicVersionOrLength_Refused(string frame)
        => Assert.Throws<ThriftException>(() => Read(Hex.Bytes(frame)));

    [Fact]
    public void Read_PutOfAClient_KeepsPartitionAndHash()
    {
        var call = Call("""
            54484654 00000000 00000030 00000000 00000041 00000000 00000002 00000007 000003e8 00003de5 3377857006524257
            80010001 00000011 5250435f525244425f525244425f505554 00000005 0c0001
            0c0001 00000008 000568656c6c6f6b 0c0002 00000002 7631 080003 00000000 00 00
            """);
        Assert.Equal((new Gpid(2, 7), 0x3377857006524257UL, 15845), (call.Gpid, call.Frame.Header.PartitionHash, call.Frame.Header.ThreadHash));
        Assert.Equal(15845, call.Gpid.ThreadHash);
        Assert.Equal(
            "000568656c6c6f6b",
            Hex.Text(Call("""
                54484654 00000000 00000030 00000000 0000002d 00000000 00000002 00000007 000003e8 00003de5 3377857006524257
                80010001 00000011 5250435f525244425f525244425f474554 00000006 0c0001 00000008 000568656c6c6f6b 00
                """).ReadBlob()));
    }

    [Theory]
    [InlineData(ListNodesV0, "00 00", "00 00 00")]
    [InlineData(ListNodesV0, "080001 00000000 00 00", "080007 00000000 00 00")]
    [InlineData(ListNodesV0, "080001 00000000 00 00", "0a0001 00000000 00 00")]
    public void Read_LeftoversUnknownFieldsOrWrongTypes_Refused(string frame, string end, string instead)
    {
        var whole = frame[..frame.LastIndexOf(end, StringComparison.Ordinal)] + instead;
        var bytes = Hex.Bytes(whole);
        bytes[19] = (byte)(bytes.Length - 48);
        var buffer = new ReadOnlySequence<byte>(bytes);
        var call = new RpcCall(RequestFrame.TryRead(ref buffer)!, new IPEndPoint(IPAddress.Loopback, 1), WireGeneration.Address, CancellationToken.None);
        Assert.Throws<ThriftException>(() => call.Read<ListNodesRequest>());
    }

    [Fact]
    public void Read_MutatedFrames_RefusedOrUnderstoodButNeverBroken()
    {
        var random = new Random(11);
        var frames = new[] { QueryConfiguration, ListNodesV1, ProposeForced, ProposeMaster, Command }.Select(Hex.Bytes).ToArray();
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = frames[random.Next(frames.Length)].ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(8, bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                if (Read(bytes) is { } frame)
                {
                    new RpcCall(frame, new IPEndPoint(IPAddress.Loopback, 1), WireGeneration.HostPort, CancellationToken.None).Read<BalancerRequest>();
                }
            }
            catch (ThriftException)
            {
                // Refused, as it should be.
            }
        }
    }

    private static void AssertAnswer(string frame, string rpc, int seqId, RpcAnswer answer, WireGeneration generation = WireGeneration.Address)
        => Assert.Equal(Hex.Text(Hex.Bytes(frame)), Hex.Text(ReplyFrame.Write(answer.Error, rpc, seqId, generation, answer.Result)));

    private static RequestFrame? Read(byte[] bytes)
    {
        var buffer = new ReadOnlySequence<byte>(bytes);
        return RequestFrame.TryRead(ref buffer);
    }

    private static RpcCall Call(string frame, WireGeneration generation = WireGeneration.Address)
        => new(Read(Hex.Bytes(frame))!, new IPEndPoint(IPAddress.Loopback, 1), generation, CancellationToken.None);
}
