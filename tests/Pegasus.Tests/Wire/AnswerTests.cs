using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Tests.Client.Support;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Tests.Wire;

public class AnswerTests
{
    [Theory]
    [InlineData(Frames.NodesOld, "10.0.0.1:34801", "10.0.0.2:34801", false)]
    [InlineData(Frames.NodesNew, "rs1:34801", "rs2:34801", true)]
    public void ListNodes_BothGenerations_NameTheirServers(string hex, string first, string second, bool named)
    {
        var answer = Decode.Answer(hex, NodeMessages.ListNodes);
        Assert.True(answer.IsOk);
        Assert.Equal([first, second], answer.Value.Select(n => n.Server.Name.ToString()));
        Assert.Equal([true, false], answer.Value.Select(n => n.Alive));
        Assert.All(answer.Value, n => Assert.Equal(named, n.Server.HasHostName));
        Assert.Equal(["10.0.0.1:34801", "10.0.0.2:34801"], answer.Value.Select(n => n.Server.Address.ToString()));
    }

    [Fact]
    public void ListNodes_OfAStandby_SaysWhoToAskNot()
    {
        var answer = Decode.Answer(Frames.NotLeader, NodeMessages.ListNodes);
        Assert.Equal(ErrorNames.ForwardToOthers, answer.Error);
        Assert.Empty(answer.Value);
    }

    [Fact]
    public void ControlMeta_Answer_IsTheLevelBefore() => Assert.Equal(MetaLevel.Lively, Decode.Answer(Frames.WasLively, MetaMessages.ControlMeta).Value);

    [Fact]
    public void Propose_Answer_IsOk() => Assert.True(Decode.Answer(Frames.Proposed, ProposalMessages.Propose).IsOk);

    [Fact]
    public void Command_BothGenerations_GiveTheirText()
    {
        Assert.Equal("OK", Decode.Answer(Frames.CommandOld, CommandMessages.Command));
        Assert.Equal("{\n  \"error\": \"ok\"\n}", Decode.Answer(Frames.CommandNew, CommandMessages.Command));
    }

    [Fact]
    public void QueryConfig_Answer_HasThePartition()
    {
        var answer = Decode.Answer(Frames.Config, PartitionMessages.QueryConfig).Value;
        Assert.Equal((2, 1), (answer.AppId, answer.PartitionCount));
        var partition = Assert.Single(answer.Partitions);
        Assert.Equal(new Gpid(2, 0), partition.Id);
        Assert.Equal((7, 3, 41, 0), (partition.Ballot, partition.MaxReplicas, partition.LastCommittedDecree, partition.Flags));
        Assert.Equal(FakeAnswers.Old(2), partition.Primary);
        Assert.Equal([FakeAnswers.Old(1), FakeAnswers.Old(3)], partition.Secondaries.AsEnumerable());
        Assert.Empty(partition.LastDrops);
    }

    [Fact]
    public void QueryConfig_WithHostNames_NamesServersByThem()
    {
        var partition = new PartitionConfig(new Gpid(3, 1), 9, 3, null, [FakeAnswers.New(1), FakeAnswers.New(3)], [FakeAnswers.New(2)], 5, 0);
        var request = new FakeRequest(1, 0, 0, 0, 0, PartitionMessages.QueryConfig.Name, 1, []);
        var bytes = FakeAnswers.Config(request, "ERR_OK", 3, 2, partition).Bytes;
        var read = Decode.Answer(Convert.ToHexString(bytes), PartitionMessages.QueryConfig).Value.Partitions[0];
        Assert.Null(read.Primary);
        Assert.Equal(partition.Secondaries.AsEnumerable(), read.Secondaries);
        Assert.Equal(partition.LastDrops.AsEnumerable(), read.LastDrops);
        Assert.All(read.Secondaries, s => Assert.True(s.HasHostName));
    }

    [Fact]
    public void Put_Refused_IsAnEnvelopeErrorWithoutResult()
    {
        var frame = AnswerFrame.Parse(Hex.Bytes(Frames.PutRefused).AsMemory(4));
        Assert.Equal((ErrorNames.InvalidState, 5, 0), (frame.Error, frame.SeqId, frame.Result.Length));
    }

    [Fact]
    public void Data_Answers_HaveDecreeValueAndEcho()
    {
        Assert.Equal(new PutAnswer(0, 2, 7, 42, "10.0.0.2:34801"), Decode.Answer(Frames.PutAnswer, DataMessages.Put));
        var get = Decode.Answer(Frames.GetAnswer, DataMessages.Get);
        Assert.Equal("v1"u8.ToArray(), get.Value);
        Assert.Equal((0, 2, 7, "10.0.0.2:34801"), (get.Code, get.AppId, get.Partition, get.Server));
    }

    [Fact]
    public void Gpid_Of1And2_IsIndexAboveApp()
    {
        var writer = new TBinaryWriter();
        writer.Gpid(new Gpid(1, 2));
        Assert.Equal(Hex.Bytes("0000000200000001"), writer.Written.ToArray());
        Assert.Equal(new Gpid(1, 2), OwnTypes.Gpid(new TBinaryReader(writer.Written)));
    }

    [Theory]
    [InlineData("123456789", 0xae8b14860a799888)]
    [InlineData("a", 0x8c2f8445b4cbfc3c)]
    [InlineData("hello", 0x3377857006524257)]
    [InlineData("canary", 0x471b1e7b88e9449f)]
    [InlineData("", 0)]
    public void Crc64_KnownTexts_HaveKnownValues(string text, ulong crc)
    {
        Assert.Equal(crc, Crc64.Of(System.Text.Encoding.ASCII.GetBytes(text)));
        Assert.True(Crc64.IsSound);
    }
}
