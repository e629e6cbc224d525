using Nightshift.EndToEnd.Discord.Support;
using Nightshift.EndToEnd.Support;
using Nightshift.Onebox.Faults;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd.Discord;

/// <summary>A step fails, and somebody who may decides by a button.</summary>
public sealed class DecisionTests(ITestOutputHelper output)
{
    [Fact]
    public async Task FailedStep_RetriedByButton_OnlyByWhoMay()
    {
        await using var box = await Box.UpAsync();
        using var cluster = new RawCluster(box);
        await using var team = await Team.StartAsync(box, ("Clusters__openmldb__Limits__Start", "00:00:15"));
        await box.Cluster.FaultAsync("tablet1", new Fault("crash", FaultKind.StartCrash, Count: 1), CancellationToken.None);

        team.Lena.Press(await team.AskAsync($"/upgrade tablet endpoint:{box.Tablet(1)} version:0.9.3"), "approve");
        var asked = await team.OneAsync("Run 1: a step failed");
        var refused = await team.Gast.Press(asked, "retry").AnsweredAsync();
        Assert.True(refused.Ephemeral);
        await team.RecordedAsync("gast Refused");
        Assert.DoesNotContain(team.Server.Look(asked).Buttons, button => button.Disabled);
        team.Lena.Press(asked, "retry");

        output.WriteLine($"{asked.Text}\n{(await team.EndedAsync("succeeded")).Text}\n{team.Figures}");
        Assert.Contains("logs/tablet.log", asked.Text.Replace("\\", "", StringComparison.Ordinal), StringComparison.Ordinal);
        await team.UntilAsync(() => team.Server.Look(asked).Buttons.All(button => button.Disabled), "the buttons to have no meaning any more");
        Assert.Single(team.Titled("Run 1: a step failed"));
        Assert.StartsWith("0.9.3", await cluster.VersionAsync(box.Tablet(1)), StringComparison.Ordinal);
    }
}
