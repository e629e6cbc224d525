using Nightshift.EndToEnd.Support;

namespace Nightshift.EndToEnd;

public sealed class HostileInputTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Exec_HostileCommands_AreRefusedAndNothingRuns()
    {
        await using var box = await Box.UpAsync();
        (string Command, string Says)[] hostile =
        [
            ("/upgrade tablet \"127.0.0.1:10921; rm -rf /\" 0.9.3", "127.0.0.1:10921; rm -rf /"),
            ("/upgrade tablet 127.0.0.1:1 0.9.3", "127.0.0.1:1"),
            ($"/upgrade tablet {box.Tablet(1)} 9.9.9", "9.9.9"),
            ($"/upgrade tablet {new string('x', 10_000)} 0.9.3", "characters"),
            ("/upgrade tablet 平板一号 0.9.3", "平板一号"),
            ("/升级 tablet all", "升级"),
            ("/upgrade tablet $(touch /tmp/owned) 0.9.3", "$(touch"),
            ("/upgrade tablet all --version ../../etc", "../../etc"),
            ("/upgrade tablet all 0.9.3 --no-such-option", "no-such-option"),
            ("/upgrade", "/upgrade"),
            ("status", "slash"),
        ];
        foreach (var (command, says) in hostile)
        {
            var finished = await BotProcess.RunAsync(box, Patience, "exec", command, "--approve-as", "oncall");
            Assert.True(finished.ExitCode == 2, $"{command} ended with {finished.ExitCode}:\n{finished.Everything}");
            Assert.Contains(says, finished.Everything, StringComparison.Ordinal);
            Assert.DoesNotContain("   at Nightshift", finished.Everything, StringComparison.Ordinal);
        }

        var runs = await BotProcess.RunAsync(box, Patience, "exec", "/runs");
        Assert.Contains("no runs yet", runs.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exec_PersonWithoutRights_IsRefused()
    {
        await using var box = await Box.UpAsync();
        var stranger = await BotProcess.RunAsync(box, Patience, "exec", "/upgrade tablet all 0.9.3", "--as", "mallory");
        Assert.Equal(2, stranger.ExitCode);
        Assert.Contains("mallory", stranger.Everything, StringComparison.Ordinal);

        var alone = await BotProcess.RunAsync(box, Patience, "exec", "/restart tablet all", "--as", "operator", "--approve-as", "operator");
        Assert.Equal(3, alone.ExitCode);
        var runs = await BotProcess.RunAsync(box, Patience, "exec", "/runs");
        Assert.Contains("rejected", runs.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_PlaybookThatDeletesFiles_IsAFaultWithItsPlace()
    {
        var home = Directory.CreateTempSubdirectory("nightshift-");
        try
        {
            Directory.CreateDirectory(Path.Combine(home.FullName, "scripts", "openmldb"));
            await File.WriteAllTextAsync(
                Path.Combine(home.FullName, "scripts", "openmldb", "evil.csx"),
                "[Command(\"evil thing\", \"Looks harmless\")]\nrecord Options;\n\nSystem.IO.File.Delete(\"/etc/passwd\");\n");
            File.Copy(Path.Combine(Repository.Root, "appsettings.json"), Path.Combine(home.FullName, "appsettings.json"));
            await using var bot = BotProcess.Start(home.FullName, ["validate"], scripts: "scripts");
            var finished = await bot.EndAsync(Patience);
            Assert.Equal(2, finished.ExitCode);
            Assert.Contains("evil.csx(4,", finished.Everything, StringComparison.Ordinal);
            Assert.Contains("System.IO.File", finished.Everything, StringComparison.Ordinal);
            Assert.Contains("^", finished.Everything, StringComparison.Ordinal);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }
}
