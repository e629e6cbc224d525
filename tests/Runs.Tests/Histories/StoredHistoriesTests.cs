using System.Runtime.CompilerServices;
using Nightshift.Runs.Tests.Support;

namespace Nightshift.Runs.Tests.Histories;

/// <summary>
/// Runs of the past, in <c>good/</c> and <c>bad/</c>, named <c>program.jsonl</c> and <c>program.variant.jsonl</c>. They are never recorded anew: what replayed once has to replay
/// for ever. A new one is recorded with <c>NIGHTSHIFT_RECORD=good/sequence.jsonl dotnet test --filter Record_</c>.
/// </summary>
public class StoredHistoriesTests
{
    private static readonly Dictionary<string, string> Mismatches = new()
    {
        ["branches.other-kind"] = "the journal holds branch 4/second as a gate, the playbook asks for it as an effect",
        ["branches.other-order"] = "the journal holds the step branch 3/second before branch 3/first, the playbook asks for branch 3/first first",
        ["branches.step-added"] = "the journal holds the step branch 1/third, the playbook ",
        ["branches.step-left-out"] = "the journal holds the step branch 2/second",
        ["sequence.ends-earlier"] = "the journal holds the end (Succeeded), the playbook asks for the step check",
        ["sequence.goes-on"] = "the journal holds the step check again, the playbook ",
        ["sequence.other-order"] = "the journal holds the step node a/start before node a/stop, the playbook asks for node a/stop first",
        ["sequence.step-left-out"] = "the journal holds the step node a/start, the playbook asks for node a/install without it",
    };

    public static TheoryData<string> Good => Names("good");

    public static TheoryData<string> Bad => Names("bad");

    [Theory]
    [MemberData(nameof(Good))]
    public async Task Replay_GoodHistory_MatchesAndCarriesNothingOut(string name)
    {
        var report = await ReplayAsync("good", name);

        Assert.True(report.Matches, report.Sentence);
        Assert.Contains($"all {report.Steps} steps replayed as recorded", report.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Replay_BadHistory_NamesBothSides(string name)
    {
        var report = await ReplayAsync("bad", name);

        Assert.False(report.Matches, report.Sentence);
        Assert.Contains(Mismatches[name], report.Sentence, StringComparison.Ordinal);
        Assert.Contains(report.Recorded!, report.Sentence, StringComparison.Ordinal);
        Assert.Contains(report.Asked!, report.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_HoldWhatIsExpectedOfThem()
    {
        Assert.Equal(Mismatches.Keys.Order(), Directory.EnumerateFiles(Folder("bad")).Select(file => Path.GetFileNameWithoutExtension(file)).Order());
        Assert.Equal(["branches", "failing", "holds", "sequence", "waiting"], Directory.EnumerateFiles(Folder("good")).Select(file => Path.GetFileNameWithoutExtension(file)).Order());
    }

    [Fact]
    public async Task Record_WhatIsAskedFor_WritesItBesideTheTests()
    {
        foreach (var asked in Environment.GetEnvironmentVariable("NIGHTSHIFT_RECORD")?.Split(',') ?? [])
        {
            var parts = Path.GetFileNameWithoutExtension(asked).Split('.');
            await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(ThisFile())!, asked), await HistoryRecorder.RecordAsync(parts[0], parts.ElementAtOrDefault(1) ?? ""));
        }
    }

    private static async Task<ReplayReport> ReplayAsync(string folder, string name)
    {
        using var reader = File.OpenText(Path.Combine(Folder(folder), $"{name}.jsonl"));
        var history = await StoredHistory.ReadAsync(reader, default);
        var carriedOut = new List<string>();
        var program = HistoryPrograms.Of(name.Split('.')[0], what =>
        {
            lock (carriedOut) carriedOut.Add(what);
        });
        var report = await new HistoryReplayer(TimeProvider.System, TimeSpan.FromSeconds(10)).ReplayAsync(history, program, null, default).WaitAsync(Harness.Patience);
        Assert.Empty(carriedOut);
        return report;
    }

    private static TheoryData<string> Names(string folder) => [.. Directory.EnumerateFiles(Folder(folder), "*.jsonl").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    private static string Folder(string name) => Path.Combine(AppContext.BaseDirectory, "Histories", name);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
