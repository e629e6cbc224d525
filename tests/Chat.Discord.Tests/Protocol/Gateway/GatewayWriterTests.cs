using System.Text;
using System.Text.Json;
using Nightshift.Chat.Discord.Protocol.Gateway;

namespace Nightshift.Chat.Discord.Tests.Protocol.Gateway;

public sealed class GatewayWriterTests
{
    [Fact]
    public void Heartbeat_NoEventYet_SendsNull()
    {
        Assert.Equal("""{"op":1,"d":null}""", Encoding.UTF8.GetString(GatewayWriter.Heartbeat(null).Span));
        Assert.Equal("""{"op":1,"d":251}""", Encoding.UTF8.GetString(GatewayWriter.Heartbeat(251).Span));
    }

    [Fact]
    public void Identify_Presence_AsksForReactionsAndNothingElse()
    {
        var data = Data(GatewayWriter.Identify("abc", GatewayIntents.GuildMessageReactions, "lib", "3 runs"));

        Assert.Equal(("abc", 1024), (data.GetProperty("token").GetString(), data.GetProperty("intents").GetInt32()));
        Assert.Equal("lib", data.GetProperty("properties").GetProperty("browser").GetString());
        Assert.Equal("3 runs", data.GetProperty("presence").GetProperty("activities")[0].GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Null, data.GetProperty("presence").GetProperty("since").ValueKind);
    }

    [Fact]
    public void Resume_Session_SendsWhereItStopped() =>
        Assert.Equal("""{"op":6,"d":{"token":"abc","session_id":"s","seq":1337}}""", Encoding.UTF8.GetString(GatewayWriter.Resume("abc", "s", 1337).Span));

    [Theory]
    [InlineData("x", 500)]
    [InlineData("😀", 500)]
    [InlineData("维", 500)]
    public void Presence_LongText_IsCutWithinDiscordsLimits(string letter, int count)
    {
        var payload = GatewayWriter.Presence(string.Concat(Enumerable.Repeat(letter, count)));
        var state = Data(payload).GetProperty("activities")[0].GetProperty("state").GetString()!;

        Assert.InRange(payload.Length, 1, GatewayWriter.LargestPayload);
        Assert.InRange(state.Length, 126, 128);
        Assert.DoesNotContain('\uFFFD', state);
        Assert.EndsWith("…", state, StringComparison.Ordinal);
    }

    [Fact]
    public void Presence_Nothing_ShowsNoActivity() => Assert.Equal(0, Data(GatewayWriter.Presence("")).GetProperty("activities").GetArrayLength());

    [Theory]
    [InlineData("wss://gateway.discord.gg", false, "wss://gateway.discord.gg/?v=10&encoding=json")]
    [InlineData("wss://g.discord.gg/?v=9&encoding=etf", true, "wss://g.discord.gg/?v=10&encoding=json&compress=zlib-stream")]
    [InlineData("ws://127.0.0.1:99/gw", false, "ws://127.0.0.1:99/gw?v=10&encoding=json")]
    public void From_Url_AsksForTheVersion(string url, bool isCompressed, string expected) => Assert.Equal(expected, GatewayUrl.From(url, isCompressed).ToString());

    [Theory]
    [InlineData("ws://gateway.discord.gg")]
    [InlineData("https://gateway.discord.gg")]
    [InlineData("gateway")]
    [InlineData("")]
    public void From_UnencryptedUrl_IsAFault(string url) => Assert.Throws<GatewayFaultException>(() => GatewayUrl.From(url, false));

    private static JsonElement Data(ReadOnlyMemory<byte> payload) => JsonDocument.Parse(payload).RootElement.GetProperty("d");
}
