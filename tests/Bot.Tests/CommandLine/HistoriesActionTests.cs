using Microsoft.Extensions.DependencyInjection;
using Nightshift.Bot.Tests.Fakes;
using Nightshift.Bot.Wiring;
using Nightshift.Runs;

namespace Nightshift.Bot.Tests.CommandLine;

/// <summary>
/// Real runs on the onebox, exported as people do it: an upgrade of all tablets, one whose program was killed in the middle and resumed, and a restart that was
/// aborted at once. They replay on their own sources for ever, and with no cluster anywhere.
/// </summary>
public sealed class HistoriesActionTests
{
    [Theory]
    [InlineData("upgrade-tablet-all", 101, "to the same end (Succeeded)")]
    [InlineData("upgrade-tablet-all.killed", 101, "to the same end (Succeeded)")]
    [InlineData("restart-tablet-all.aborted-now", 37, "to the same end (Stopped)")]
    public async Task Replay_RealHistory_Matches(string name, int steps, string end)
    {
        var report = await ReplayAsync(name, null);

        Assert.True(report.Matches, report.Sentence);
        Assert.Equal(steps, report.Steps);
        Assert.EndsWith(end, report.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("await tablet.Stop();", "", "the journal holds the step tablet 127.0.0.1:14021/stop")]
    [InlineData("await FitForMaintenance();", "await FitForMaintenance(); await FitForMaintenance();", "asks for tablet 127.0.0.1:14021/fit for maintenance (2) without it")]
    [InlineData("await tablet.CatchUp();", "", "the journal holds the step tablet 127.0.0.1:14021/return/rejoin, the playbook asks for tablet 127.0.0.1:14021/return/start without it")]
    public async Task Replay_ChangedPlaybook_NamesBothSides(string text, string instead, string expected)
    {
        var history = await ReadAsync("upgrade-tablet-all");
        SourceFile[] changed = [.. history.Request.Sources.Select(source => source with { Text = source.Text.Replace(text, instead, StringComparison.Ordinal) })];
        Assert.NotEqual(history.Request.Sources, changed);

        var report = await ReplayAsync("upgrade-tablet-all", changed);

        Assert.False(report.Matches, report.Sentence);
        Assert.Contains(expected, report.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_ExportThenReplay_EndsWith0OrWith1OnOtherScripts()
    {
        using var settings = new TempSettings(TempSettings.People);
        var scripts = Directory.CreateDirectory(Path.Combine(settings.Folder, "other", "openmldb")).FullName;
        await File.WriteAllTextAsync(Path.Combine(scripts, "upgrade-tablet.csx"), """[Command("upgrade tablet", "Does nothing")] record Options(); await Step("nothing", () => Task.CompletedTask);""");

        var good = await BotProcess.RunAsync("runs", "replay", FileOf("upgrade-tablet-all"), "--config", settings.ConfigFile);
        var bad = await BotProcess.RunAsync("runs", "replay", FileOf("upgrade-tablet-all"), "--scripts", Path.GetDirectoryName(scripts)!, "--config", settings.ConfigFile);

        Assert.Equal((0, "run 1: all 101 steps replayed as recorded, to the same end (Succeeded)"), (good.Code, good.Output.Trim()));
        Assert.Equal(1, bad.Code);
        Assert.Contains("  recorded: the step tablets\n", bad.Output, StringComparison.Ordinal);
        Assert.Contains("  asked:    asks for nothing without it\n", bad.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_FileThatIsNoHistory_EndsWith2()
    {
        using var settings = new TempSettings(TempSettings.People);

        var (code, _, error) = await BotProcess.RunAsync("runs", "replay", settings.ConfigFile, "--config", settings.ConfigFile);

        Assert.Equal(2, code);
        Assert.Contains("line 1 is none of a history", error, StringComparison.Ordinal);
    }

    private static async Task<ReplayReport> ReplayAsync(string name, IReadOnlyList<SourceFile>? instead)
    {
        using var settings = new TempSettings(TempSettings.People);
        var history = await ReadAsync(name);
        await using var services = ReplayServices.Create(Startup.Read(settings.Start), history);
        return await new HistoryReplayer(TimeProvider.System, TimeSpan.FromSeconds(20)).ReplayAsync(history, services.GetRequiredService<IRunProgram>(), instead, default);
    }

    private static async Task<StoredHistory> ReadAsync(string name)
    {
        using var reader = File.OpenText(FileOf(name));
        return await StoredHistory.ReadAsync(reader, default);
    }

    private static string FileOf(string name) => Path.Combine(AppContext.BaseDirectory, "Histories", $"{name}.jsonl");
}
