using System.Text;
using System.Text.Json;
using Nightshift.Bot.Tests.Fakes;

namespace Nightshift.Bot.Tests.CommandLine;

public sealed class AuditActionTests
{
    [Fact]
    public async Task Verify_Untouched_EndsWith0AndGivesAnAnchorThatHolds()
    {
        using var store = await FilledStore.CreateAsync();

        var (code, output, error) = await BotProcess.RunAsync(["audit", "verify", .. store.Config]);
        var (oneCode, one, _) = await BotProcess.RunAsync(["audit", "verify", "2", .. store.Config]);

        Assert.Equal((0, ""), (code, error));
        Assert.Equal("2 runs, 14 events: all as written\nthe audit log, 0 entries: all as written\n", output);
        Assert.Equal(0, oneCode);
        Assert.StartsWith("1 runs, 7 events: all as written\n", one, StringComparison.Ordinal);
        var anchor = one.Trim().Split(' ')[^1];
        Assert.Equal(0, (await BotProcess.RunAsync(["audit", "verify", "--anchor", anchor, .. store.Config])).Code);
        var (lost, told, _) = await BotProcess.RunAsync(["audit", "verify", "--anchor", "abc", .. store.Config]);
        Assert.Equal(1, lost);
        Assert.Contains("nothing has the hash abc any more", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OneByteOfTheFileChanged_EndsWith1AndNamesRunAndPosition()
    {
        using var store = await FilledStore.CreateAsync();
        var bytes = await File.ReadAllBytesAsync(store.File);
        var at = bytes.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes("stop the tablet"));
        bytes[at + 9] ^= 0x20;
        await File.WriteAllBytesAsync(store.File, bytes);

        var (code, output, _) = await BotProcess.RunAsync(["audit", "verify", .. store.Config]);

        Assert.Equal(1, code);
        Assert.Matches("^run [12], event \\d: event \\d \\('[a-z-]+'\\) is not what was written: its hash differs\n$", output);
    }

    [Fact]
    public async Task Verify_FileThatIsNoStore_EndsWith1()
    {
        using var store = await FilledStore.CreateAsync();
        await File.WriteAllTextAsync(store.File, "not a database, and long enough to be looked at twice");

        var (code, output, error) = await BotProcess.RunAsync(["audit", "verify", .. store.Config]);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains(store.File, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_WithoutAStoreOrRun_EndsWith2()
    {
        using var settings = new TempSettings($$"""{{TempSettings.People}}, "Store": { "Path": "/nowhere/at/all.db" }""");
        using var store = await FilledStore.CreateAsync();

        Assert.Equal((2, "", "there is no store at /nowhere/at/all.db"), Trimmed(await BotProcess.RunAsync("audit", "verify", "--config", settings.ConfigFile)));
        Assert.Equal((2, "", "there is no run 9"), Trimmed(await BotProcess.RunAsync(["audit", "verify", "9", .. store.Config])));
        Assert.Equal((2, "", "there is no run 9"), Trimmed(await BotProcess.RunAsync(["audit", "export", "9", .. store.Config])));
        Assert.Equal((2, "", "'x' is not the number of a run"), Trimmed(await BotProcess.RunAsync(["runs", "export", "x", "file", .. store.Config])));
    }

    [Fact]
    public async Task Export_ToOutputAndFile_IsTheSame()
    {
        using var store = await FilledStore.CreateAsync();
        var file = Path.Combine(store.Folder, "events.jsonl");

        var (code, output, _) = await BotProcess.RunAsync(["audit", "export", "1", .. store.Config]);
        var (fileCode, nothing, told) = await BotProcess.RunAsync(["audit", "export", "1", "--out", file, .. store.Config]);

        Assert.Equal((0, 0, ""), (code, fileCode, nothing));
        Assert.Equal($"7 lines in {file}", told.Trim());
        Assert.Equal(output, await File.ReadAllTextAsync(file));
        Assert.All(output.TrimEnd().Split('\n'), line => Assert.Equal(1, JsonDocument.Parse(line).RootElement.GetProperty("run").GetInt64()));
    }

    [Fact]
    public async Task Export_Unwritable_EndsWith1AndLeavesNothing()
    {
        using var store = await FilledStore.CreateAsync();
        var file = Path.Combine(store.Folder, "no such folder", "events.jsonl");

        var (code, _, error) = await BotProcess.RunAsync(["audit", "export", "--out", file, .. store.Config]);

        Assert.Equal(1, code);
        Assert.Contains("no such folder", error, StringComparison.Ordinal);
    }

    private static (int, string, string) Trimmed((int Code, string Output, string Error) result) => (result.Code, result.Output.Trim(), result.Error.Trim());
}
