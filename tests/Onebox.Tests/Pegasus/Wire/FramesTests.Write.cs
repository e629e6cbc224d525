using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Tests.Pegasus.Wire;

/// <summary>What the server answers.</summary>
public sealed partial class FramesTests
{
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
}
