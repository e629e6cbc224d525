using Nightshift.EndToEnd.Discord.Support;
using Nightshift.EndToEnd.Support;
using Nightshift.Runs;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd.Discord;

/// <summary>A tablet is upgraded by a slash command and a second person's reaction.</summary>
public sealed class UpgradeTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Upgrade_BySlashCommandAndReactions_IsShownInOneLineAndDoneOnce()
    {
        await using var box = await Box.UpAsync();
        using var cluster = new RawCluster(box);
        await using var starts = new StartCounter(box);
        var before = await cluster.ReadPartitionsAsync();
        await using var team = await Team.StartAsync(box);

        var plan = await team.AskAsync($"/upgrade tablet endpoint:{box.Tablet(1)} version:0.9.3");
        Assert.Contains("needs 1 approval", plan.Text, StringComparison.Ordinal);
        team.Olga.React(plan, "✅");
        await team.RecordedAsync("operator Refused approve");
        Assert.Equal(RunState.AwaitingApproval, (await team.HistoryAsync(1))!.Summary.State);
        team.Lena.React(plan, "✅");

        var report = await team.EndedAsync("succeeded");
        output.WriteLine($"{report.Text}\n{team.Figures}");
        Assert.Equal(plan.History[0].Embeds, team.Server.Look(plan).History[^1].Embeds);
        Assert.Contains("Where the time went", report.Text, StringComparison.Ordinal);
        Assert.NotEmpty(team.Server.Messages(team.Server.Threads(team.Channel)[0]));
        Assert.StartsWith("0.9.3", await cluster.VersionAsync(box.Tablet(1)), StringComparison.Ordinal);
        Assert.StartsWith("0.9.2", await cluster.VersionAsync(box.Tablet(2)), StringComparison.Ordinal);
        Assert.Equal(before.Select(partition => $"{partition}").Order(), (await cluster.ReadPartitionsAsync()).Select(partition => $"{partition}").Order());
        Assert.Equal([("tablet1", 2), ("tablet2", 1), ("tablet3", 1)], starts.Counts);
        Assert.Equal(0, team.Server.Unacknowledged);
        Assert.Equal(0, team.Server.Counters.TooManyRequests);
    }
}
