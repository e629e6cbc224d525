using Nightshift.Chat.Discord.Tests.Protocol.Fakes;

namespace Nightshift.Chat.Discord.Tests.Protocol.Gateway;

public sealed class GatewayHeartbeatTests
{
    [Fact]
    public async Task Heartbeat_NotAcknowledged_LeavesTheZombieAndResumes()
    {
        await using var fake = await FakeClient.StartAsync();
        var closedWith = new TaskCompletionSource<int?>();
        fake.Discord.OnConnection(async gateway =>
        {
            gateway.Acknowledges = false;
            await gateway.BeginAsync(interval: 300);
            await gateway.StayAsync();
            closedWith.SetResult(gateway.CloseCode);
        });
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.ResumeAsync();
            await gateway.DispatchAsync("RESUMED", 2, "{}");
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();
        await fake.Events.UntilAsync("resumed");

        Assert.Equal(4000, await Wait.ForAsync(closedWith.Task));
        Assert.Contains("lost: Discord's gateway did not answer a heartbeat.", fake.Events.Told);
    }

    [Fact]
    public async Task Heartbeat_AskedFor_IsSentAtOnceWithTheLastNumber()
    {
        await using var fake = await FakeClient.StartAsync();
        var beat = new TaskCompletionSource<int>();
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync(interval: 600_000);
            await gateway.ReactAsync(7, 12);
            await gateway.SendAsync("""{"op":1,"d":null}""");
            beat.SetResult((await gateway.ExpectAsync(1)).GetInt32());
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();

        Assert.Equal(7, await Wait.ForAsync(beat.Task));
    }
}
