using Nightshift.Chat.Discord.Tests.Protocol.Fakes;

namespace Nightshift.Chat.Discord.Tests.Protocol.Gateway;

public sealed class GatewayPayloadTests
{
    [Theory]
    [InlineData("""{"op":0,"s":2,"t":"INTERACTION_CREATE","d":{"id":"1"}}""", false)]
    [InlineData("""{"op":0,"s":2,"t":"GUILD_CREATE","d":{"id":"1"}}""", false)]
    [InlineData("""{"op":77,"d":1}""", false)]
    [InlineData("not json", true)]
    [InlineData("""{"op":0,"s":"2"}""", true)]
    public async Task Payload_NotUnderstood_EndsTheSessionOnlyWhenItIsNoPayload(string payload, bool isFault)
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync();
            await gateway.SendAsync(payload);
            if (!isFault) await gateway.ReactAsync(3, 13);
            await gateway.StayAsync();
        });
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync("two");
            await gateway.ReactAsync(2, 13);
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();
        await fake.Events.UntilAsync("reaction 13");

        Assert.Equal(isFault ? ["new session", "lost", "new session", "reaction 13"] : ["new session", "reaction 13"], fake.Events.Gist());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Payload_LargeWithinTheCap_IsTaken(bool isCompressed)
    {
        await using var fake = await FakeClient.StartAsync(options => options with { IsCompressed = isCompressed });
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync();
            await gateway.DispatchAsync("GUILD_CREATE", 2, $"\"{new string('x', 2_000_000)}\"");
            await gateway.ReactAsync(3, 13);
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();
        await fake.Events.UntilAsync("reaction 13");

        Assert.Single(fake.Discord.GatewayUrls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Payload_LargerThanTheCap_EndsTheSession(bool isCompressed)
    {
        await using var fake = await FakeClient.StartAsync(options => options with { IsCompressed = isCompressed }, options => options with { LargestPayload = 100_000 });
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync();
            await gateway.DispatchAsync("GUILD_CREATE", 2, $"\"{new string('x', 200_000)}\"");
            await gateway.StayAsync();
        });
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync("two");
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();
        await Wait.UntilAsync(() => fake.Events.Told.Count == 3, () => string.Join(" | ", fake.Events.Told));

        Assert.Equal(["new session", "lost: Discord's gateway sent more than 100000 bytes at once.", "new session"], fake.Events.Told);
    }
}
