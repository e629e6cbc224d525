using System.Text;
using Nightshift.Chat.Discord.Protocol.Gateway;

namespace Nightshift.Chat.Discord.Tests.Protocol.Gateway;

public sealed class GatewayFrameTests
{
    private const string Dispatch = """{"t":"MESSAGE_REACTION_ADD","s":42,"op":0,"d":{"a":[1,{"op":9}],"t":"no"}}""";

    [Theory]
    [InlineData(Dispatch)]
    [InlineData("""{"d":{"a":[1,{"op":9}],"t":"no"},"op":0,"s":42,"t":"MESSAGE_REACTION_ADD"}""")]
    [InlineData("""{ "op" : 0, "new": {"op":7}, "s":42, "d" : {"a":[1,{"op":9}],"t":"no"}, "t":"MESSAGE_REACTION_ADD" } """)]
    public void Parse_AnyOrder_ReadsTheFourParts(string json)
    {
        var frame = GatewayFrame.Parse(Encoding.UTF8.GetBytes(json));

        Assert.Equal((GatewayOpcode.Dispatch, 42L, "MESSAGE_REACTION_ADD"), (frame.Opcode, frame.Sequence, frame.Type));
        Assert.Equal("""{"a":[1,{"op":9}],"t":"no"}""", Encoding.UTF8.GetString(frame.Data.Span));
    }

    [Fact]
    public void Parse_NullsAndScalars_AreKept()
    {
        var invalid = GatewayFrame.Parse("""{"op":9,"d":true,"s":null,"t":null}"""u8.ToArray());

        Assert.Equal((GatewayOpcode.InvalidSession, null, null), (invalid.Opcode, invalid.Sequence, invalid.Type));
        Assert.True(Assert.IsType<SessionInvalid>(GatewayMessage.From(invalid)).IsResumable);
        Assert.False(Assert.IsType<SessionInvalid>(GatewayMessage.From(GatewayFrame.Parse("""{"op":9,"d":false}"""u8.ToArray()))).IsResumable);
        Assert.IsType<HeartbeatAcknowledged>(GatewayMessage.From(GatewayFrame.Parse("""{"op":11}"""u8.ToArray())));
    }

    [Fact]
    public void Parse_CutAtEveryOffset_IsAFaultAndNothingElse()
    {
        var whole = Encoding.UTF8.GetBytes(Dispatch);
        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<GatewayFaultException>(() => GatewayFrame.Parse(whole.AsMemory(0, length)));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"d":1}""")]
    [InlineData("""{"op":"0"}""")]
    [InlineData("""{"op":0,"s":"1"}""")]
    [InlineData("""{"op":0,"s":1.5}""")]
    [InlineData("""{"op":99999999999}""")]
    [InlineData("""{"op":0} {"op":0}""")]
    [InlineData("""{"op":0,"t":7}""")]
    public void Parse_NoPayload_IsAFault(string json) => Assert.Throws<GatewayFaultException>(() => GatewayFrame.Parse(Encoding.UTF8.GetBytes(json)));
}
