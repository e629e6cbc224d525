using Nightshift.EndToEnd.Discord.Support;
using Nightshift.EndToEnd.Support;
using Nightshift.Runs;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd.Discord;

/// <summary>The gateway is away, or the bot is killed, in the middle.</summary>
public sealed class ResumeTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Dead = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Approved_WhileTheSessionIsLost_IsFoundByReading()
    {
        await using var box = await Box.UpAsync();
        await using var starts = new StartCounter(box);
        await using var team = await Team.StartAsync(box);
        var plan = await team.AskAsync($"/restart tablet endpoint:{box.Tablet(2)}");

        team.Server.Gateway.Down = true;
        team.Server.Gateway.ForgetSessions();
        team.Olga.React(plan, "✅");
        team.Lena.React(plan, "✅");
        team.Server.Gateway.Down = false;

        await team.EndedAsync("succeeded");
        output.WriteLine(team.Figures);
        Assert.Equal(2, team.Server.Counters.Identifies);
        Assert.Contains("operator Refused approve", await team.RecordAsync(), StringComparison.Ordinal);
        Assert.Equal([("tablet1", 1), ("tablet2", 2), ("tablet3", 1)], starts.Counts);
    }

    [Fact]
    public async Task Killed_InTheMiddleWithADeadGateway_GoesOnInTheSameMessages()
    {
        await using var box = await Box.UpAsync();
        using var cluster = new RawCluster(box);
        await using var starts = new StartCounter(box);
        await using var team = await Team.StartAsync(box);
        var plan = await team.AskAsync("/upgrade tablet endpoint:all version:0.9.3");
        team.Lena.React(plan, "✅");
        await team.OneAsync("Run 1 ·", progress => progress.Text.Contains("running", StringComparison.Ordinal));

        // A tablet is away at this moment, and Discord too; the one that goes on finds neither.
        await Expect.EventuallyAsync(async () => await DoneAsync(team, "stop process"), "a stopped tablet", 90);
        team.Server.Gateway.Down = true;
        var since = team.Server.Messages(team.Channel).Count;
        await team.KillBotAsync();
        team.StartBotAlone();
        await Task.Delay(Dead);
        Assert.Equal(since, team.Server.Messages(team.Channel).Count);
        team.Server.Gateway.Down = false;

        // And killed once more while it says what it had to keep to itself.
        await team.UntilAsync(() => team.Server.Gateway.Ready > 0, "the bot at the gateway");
        await team.KillBotAsync();
        team.StartBotAlone();

        var report = await team.EndedAsync("succeeded");
        output.WriteLine($"{report.Text}\n{team.Figures}");
        foreach (var tablet in cluster.Tablets) Assert.StartsWith("0.9.3", await cluster.VersionAsync(tablet), StringComparison.Ordinal);
        Assert.Equal([("tablet1", 2), ("tablet2", 2), ("tablet3", 2)], starts.Counts);
    }

    private static async Task<bool> DoneAsync(Team team, string step) =>
        (await team.HistoryAsync(1))!.Events.Any(line => $"{line}".Contains(step, StringComparison.Ordinal));
}
