using Nightshift.Chat.Discord.Protocol.Gateway;
using Nightshift.Chat.Discord.Tests.Protocol.Fakes;

namespace Nightshift.Chat.Discord.Tests.Protocol.Gateway;

public sealed class GatewaySocketTests
{
    [Fact]
    public async Task Dispose_WhileAReceiveMayBeInflating_LeavesTheInflater()
    {
        await using var discord = await FakeDiscord.StartAsync();
        using var inflater = new Inflater(1 << 20);
        var messages = InflaterTests.Deflated(["[1]", "[2]"]);
        var socket = await Wait.ForAsync(GatewaySocket.ConnectAsync(new Uri(discord.GatewayUrl), 1 << 20, inflater, CancellationToken.None));
        Assert.Equal("[1]", InflaterTests.Text(inflater.Take(messages[0])));

        socket.Dispose();

        Assert.Equal("[2]", InflaterTests.Text(inflater.Take(messages[1])));
    }
}
