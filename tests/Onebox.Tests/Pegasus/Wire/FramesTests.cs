using System.Buffers;
using System.Net;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Tests.Pegasus.Wire;

/// <summary>The server's side of the frames that the reference works out byte by byte.</summary>
public sealed class FramesTests
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
    public void Write_ListNodesUpTo25_IsTheReferencesFrame() => AssertAnswer(
        """
        0000006f 00000006 4552525f4f4b 80010002 00000015 5250435f434d5f4c4953545f4e4f4445535f41434b 00000001
        0c0000 0c0001 00000006 4552525f4f4b 0f0002 0c 00000002
        080001 00000001 0c0002 0a00000187f10001 00   080001 00000002 0c0002 0a00000287f10001 00   00 00
        """,
        RpcNames.ListNodes,
        1,
        RpcAnswer.Of(new ListNodesResponse
        {
            Infos = [new NodeInfo { Status = NodeStatus.Alive, Node = First }, new NodeInfo { Status = NodeStatus.Unalive, Node = Second }],
        }));

    [Fact]
    public void Write_ListNodesOfMaster_IsTheReferencesFrame() => AssertAnswer(
        """
        00000089 00000006 4552525f4f4b 80010002 00000015 5250435f434d5f4c4953545f4e4f4445535f41434b 00000001
        0c0000 0c0001 00000006 4552525f4f4b 0f0002 0c 00000002
        080001 00000001 0c0002 0a00000187f10001 0c0003 00000003 727331 87f1 01 00
        080001 00000002 0c0002 0a00000287f10001 0c0003 00000003 727332 87f1 01 00   00 00
        """,
        RpcNames.ListNodes,
        1,
        RpcAnswer.Of(new ListNodesResponse
        {
            Infos =
            [
                new NodeInfo { Status = NodeStatus.Alive, Node = NodeAddress.Of(First.Ip, "rs1:34801") },
                new NodeInfo { Status = NodeStatus.Unalive, Node = NodeAddress.Of(Second.Ip, "rs2:34801") },
            ],
        }),
        WireGeneration.HostPort);

    [Fact]
    public void Write_NonLeadersAnswer_IsTheReferencesFrame() => AssertAnswer(
        """
        00000058 00000006 4552525f4f4b 80010002 00000015 5250435f434d5f4c4953545f4e4f4445535f41434b 00000001
        0c0000 0c0001 00000015 4552525f464f52574152445f544f5f4f5448455253 0f0002 0c 00000000 00 00
        """,
        RpcNames.ListNodes,
        1,
        RpcAnswer.Of(new ListNodesResponse { Error = ErrorCode.ForwardToOthers }));

    [Fact]
    public void Write_OldLevel_IsTheReferencesFrame() => AssertAnswer(
        """
        0000004a 00000006 4552525f4f4b 80010002 00000017 5250435f434d5f434f4e54524f4c5f4d4554415f41434b 00000002
        0c0000 0c0001 00000006 4552525f4f4b 080002 000001f4 00 00
        """,
        RpcNames.ControlMeta,
        2,
        RpcAnswer.Of(new ControlMetaResponse { OldLevel = MetaLevel.Lively }));

    [Fact]
    public void Write_ProposalAccepted_IsTheReferencesFrame() => AssertAnswer(
        """
        00000047 00000006 4552525f4f4b 80010002 0000001b 5250435f434d5f50524f504f53455f42414c414e4345525f41434b 00000003
        0c0000 0c0001 00000006 4552525f4f4b 00 00
        """,
        RpcNames.ProposeBalancer,
        3,
        RpcAnswer.Of(new BalancerResponse()));

    [Theory]
    [InlineData("OK", "00000038 00000006 4552525f4f4b 80010002 00000014 5250435f434c495f434c495f43414c4c5f41434b 00000004 0b0000 00000002 4f4b 00")]
    [InlineData(
        "{\n  \"error\": \"ok\"\n}",
        "00000049 00000006 4552525f4f4b 80010002 00000014 5250435f434c495f434c495f43414c4c5f41434b 00000004 0b0000 00000013 7b0a2020226572726f72223a20226f6b220a7d 00")]
    public void Write_CommandsReply_IsTheReferencesFrame(string reply, string frame) => AssertAnswer(frame, RpcNames.Command, 4, RpcAnswer.Text(reply));

    [Fact]
    public void Write_Configuration_IsTheReferencesFrame() => AssertAnswer(
        """
        000000cb 00000006 4552525f4f4b 80010002 0000002a 5250435f434d5f51554552595f504152544954494f4e5f434f4e4649475f42595f494e4445585f41434b 00000007
        0c0000 0c0001 00000006 4552525f4f4b 080002 00000002 080003 00000001 020004 01 0f0005 0c 00000001
        0c0001 0000000000000002 0a0002 0000000000000007 080003 00000003 0c0004 0a00000287f10001
        0f0005 0c 00000002 0a00000187f10001 0a00000387f10001 0f0006 0c 00000000 0a0007 0000000000000029 080008 00000000 00   00 00
        """,
        RpcNames.QueryConfiguration,
        7,
        RpcAnswer.Of(new QueryConfigurationResponse
        {
            AppId = 2,
            PartitionCount = 1,
            IsStateful = true,
            Partitions =
            [
                new PartitionConfiguration
                {
                    Pid = new Gpid(2, 0), Ballot = 7, MaxReplicaCount = 3, Primary = Second, Secondaries = [First, Third], LastCommittedDecree = 41,
                },
            ],
        }));

    [Fact]
    public void Write_EnvelopeError_EndsAfterTheNumber() => AssertAnswer(
        "0000003a 00000011 4552525f494e56414c49445f5354415445 80010002 00000015 5250435f525244425f525244425f5055545f41434b 00000005",
        "RPC_RRDB_RRDB_PUT",
        5,
        RpcAnswer.Failed(ErrorCode.InvalidState));

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
