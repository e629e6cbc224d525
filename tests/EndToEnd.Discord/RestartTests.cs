using Nightshift.EndToEnd.Discord.Support;
using Nightshift.EndToEnd.Pegasus.Support;
using Nightshift.EndToEnd.Support;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd.Discord;

/// <summary>A replica server of Pegasus is restarted without a gap, and approved by button.</summary>
public sealed class RestartTests(ITestOutputHelper output)
{
    [Fact]
    public async Task RestartHa_BySlashCommandAndButton_IsShownInOneLineAndDoneOnce()
    {
        await using var box = await PegasusBox.UpAsync();
        var settings = await Expect.SettingsAsync(box.Raw);
        var (first, second) = (await PegasusBox.StartedAsync(box.Replica(1)), await PegasusBox.StartedAsync(box.Replica(2)));
        await using var team = await Team.StartAsync(box.Home, environment => box.Bot(environment));

        var plan = await team.AskAsync($"/restart pegasus ha servers:{box.Replica(1)}");
        var own = await team.Olga.Press(plan, "approve").AnsweredAsync();
        Assert.True(own.Ephemeral);
        await team.RecordedAsync("operator Refused approve");
        team.Lena.Press(plan, "approve");

        var report = await team.EndedAsync("succeeded");
        output.WriteLine($"{report.Text}\n{team.Figures}");
        Assert.Contains("Canary", report.Text, StringComparison.Ordinal);
        Assert.NotEqual(first, await PegasusBox.StartedAsync(box.Replica(1)));
        Assert.Equal(second, await PegasusBox.StartedAsync(box.Replica(2)));
        await Expect.WholeAsync(box.Raw, settings);
        Assert.Equal(0, team.Server.Unacknowledged);
    }
}
