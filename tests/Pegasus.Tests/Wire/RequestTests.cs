using System.Collections.Immutable;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Tests.Client.Support;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Tests.Wire;

public class RequestTests
{
    private const int V0Header = 48;
    private const int V1Header = 16 + 37;
    private static readonly RequestHeader FiveSeconds = new(0, 0, 5000, 0);

    [Fact]
    public void Encode_ListNodes_IsTheFrameOfVersion1() =>
        Assert.Equal(Hex.Bytes(Frames.ListNodesV1), RequestFrame.Encode(NodeMessages.ListNodes, default, FiveSeconds, 1).ToArray());

    [Fact]
    public void Encode_Put_HasTheHeaderOfVersion1()
    {
        var frame = RequestFrame.Encode(
            DataMessages.Put, new PutRequest(DataMessages.Key("hello"u8, "k"u8), "v1"u8.ToArray()), new RequestHeader(2, 7, 1000, Crc64.Of("hello"u8)), 5).ToArray();
        Assert.Equal(Hex.Bytes(Frames.PutHeaderV1), frame[..V1Header]);
        Assert.Equal(Hex.Bytes(Frames.Put)[V0Header..], frame[V1Header..]);
    }

    [Fact]
    public void Encode_EveryRequest_HasTheBodyOfItsVersion0Frame()
    {
        Same(Frames.QueryConfig, PartitionMessages.QueryConfig, new QueryConfigRequest("temp", []), 1);
        Same(Frames.ListNodes, NodeMessages.ListNodes, default, 1);
        Same(Frames.SetSteady, MetaMessages.ControlMeta, MetaLevel.Steady, 2);
        Same(Frames.Propose, ProposalMessages.Propose, Inactive(FakeAnswers.Old(2), FakeAnswers.Old(1), false, Generation.Addresses), 3);
        Same(Frames.ProposeForced, ProposalMessages.Propose, Inactive(FakeAnswers.Old(2), FakeAnswers.Old(1), true, Generation.Addresses), 3);
        Same(Frames.ProposeNew, ProposalMessages.Propose, Inactive(FakeAnswers.New(2), FakeAnswers.New(1), false, Generation.HostNames), 3);
        Same(Frames.AssignDelay, CommandMessages.Command, new CommandRequest("meta.lb.assign_delay_ms", ["3600000"]), 4);
        Same(Frames.Get, DataMessages.Get, DataMessages.Key("hello"u8, "k"u8), 6);
    }

    [Fact]
    public void Encode_HostNamesToAServerWithout_LeavesThemOut() =>
        Same(Frames.Propose, ProposalMessages.Propose, Inactive(FakeAnswers.New(2), FakeAnswers.New(1), false, Generation.Addresses), 3);

    [Fact]
    public void Encode_CreateApp_HasTheOptionsOfThePublishedStruct()
    {
        var body = RequestFrame.Encode(MetaMessages.CreateApp, new CreateAppRequest("t", 8, 3), FiveSeconds, 1).ToArray()[V1Header..];
        Assert.Equal(
            Hex.Bytes("""
                80010001 00000011 5250435f434d5f4352454154455f415050 00000001 0c0001
                0b0001 00000001 74 0c0002 080001 00000008 080002 00000003 020003 00 0b0004 00000007 70656761737573 020005 01 0d0006 0b0b 00000000 00 00 00
                """),
            body);
    }

    [Fact]
    public void Names_OfAllMethods_AreShortEnoughForServers()
    {
        string[] names =
        [
            NodeMessages.ListNodes.Name, AppMessages.ListApps.Name, PartitionMessages.QueryConfig.Name, MetaMessages.ClusterInfo.Name, MetaMessages.ControlMeta.Name,
            MetaMessages.CreateApp.Name, ProposalMessages.Propose.Name, CommandMessages.Command.Name, ReplicaMessages.QueryReplicas.Name, ReplicaMessages.QueryApps.Name,
            DiskMessages.QueryDisks.Name, DiagnoseMessages.Diagnose.Name, NegotiationMessages.Ask.Name, DataMessages.Put.Name, DataMessages.Get.Name,
        ];
        Assert.All(names, name => Assert.InRange(name.Length, 1, RequestFrame.MaxNameLength));
    }

    private static ProposeRequest Inactive(Server target, Server node, bool force, Generation generation) =>
        new(new Gpid(2, 5), ImmutableArray.Create(new Proposal(ProposalType.DowngradeToInactive, target, node)), force, null, generation);

    private static void Same<TRequest, TAnswer>(string hex, RpcMethod<TRequest, TAnswer> method, TRequest request, int seqId)
    {
        var expected = Hex.Bytes(hex);
        var read = FakeRequest.TryRead(expected, out var length);
        Assert.Equal(expected.Length, length);
        Assert.Equal(method.Name, read!.Method);
        Assert.Equal(expected[V0Header..], RequestFrame.Encode(method, request, FiveSeconds, seqId).ToArray()[V1Header..]);
    }
}
