using Nightshift.Runs.Tests.Support;

namespace Nightshift.Runs.Tests.Histories;

/// <summary>Histories that are recorded now, replayed now, on other playbooks than their own where the test says so.</summary>
public class HistoryReplayerTests
{
    private static readonly HistoryReplayer Replayer = new(TimeProvider.System, TimeSpan.FromSeconds(5));

    [Theory]
    [InlineData("sequence", "to the same end (Succeeded)")]
    [InlineData("branches", "to the same end (Succeeded)")]
    [InlineData("holds", "to the same end (Succeeded)")]
    [InlineData("failing", "to the same end (Stopped)")]
    [InlineData("waiting", "the history ends here, before the step node a/start")]
    public async Task Replay_RecordedNow_Matches(string name, string end)
    {
        var history = await HistoryRecorder.ReadAsync(await HistoryRecorder.RecordAsync(name));

        var report = await ReplayAsync(history, HistoryPrograms.Of(name, Forbidden));

        Assert.True(report.Matches, report.Sentence);
        Assert.EndsWith(end, report.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StepKind.Effect)]
    [InlineData(StepKind.Gate)]
    [InlineData(StepKind.Observation)]
    public async Task Replay_EndOfTheHistory_RunsNeitherTheStepNorItsProbe(StepKind kind)
    {
        var history = await HistoryRecorder.ReadAsync(await HistoryRecorder.RecordAsync("waiting"));

        var report = await ReplayAsync(history, new DelegateProgram(async (context, stopping) =>
        {
            await context.Scope("node a").StepAsync(Steps.Do("stop", () => Forbidden("stop")), stopping);
            await Task.WhenAll(
                context.Scope("node a").StepAsync(Steps.Do("start", _ => throw new InvalidOperationException("it ran"), () => throw new InvalidOperationException("it was probed")), stopping),
                context.Scope("node c").StepAsync(new StepDefinition<int> { Name = "new", Description = "new", Kind = kind, Execute = _ => throw new InvalidOperationException("it ran") }, stopping));
        }));

        Assert.True(report.Matches, report.Sentence);
        Assert.Contains("the history ends here, before the step node ", report.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_SaysAndSafePointsBeyondTheEnd_EndItToo()
    {
        var history = await HistoryRecorder.ReadAsync(await HistoryRecorder.RecordAsync("waiting"));

        var report = await ReplayAsync(history, new DelegateProgram(async (context, stopping) =>
        {
            await context.SayAsync("something new, before anything recorded was met", stopping);
            await HistoryPrograms.Of("waiting", Forbidden).ExecuteAsync(null!, context, stopping);
        }));

        Assert.False(report.Matches, report.Sentence);
        Assert.Contains("asks for the event 'said' at say without it", report.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_AnotherEnd_DoesNotMatch()
    {
        var history = await HistoryRecorder.ReadAsync(await HistoryRecorder.RecordAsync("sequence"));

        var report = await ReplayAsync(history, new DelegateProgram(async (context, stopping) =>
        {
            await HistoryPrograms.Of("sequence", Forbidden).ExecuteAsync(null!, context, stopping);
            throw new InvalidOperationException("no");
        }));

        Assert.Equal(("the end (Succeeded)", "ends as Failed (no)"), (report.Recorded, report.Asked));
    }

    [Fact]
    public async Task Replay_PlaybookThatWaitsForever_EndsByItself()
    {
        var history = await HistoryRecorder.ReadAsync(await HistoryRecorder.RecordAsync("sequence"));

        var report = await new HistoryReplayer(TimeProvider.System, TimeSpan.FromMilliseconds(300))
            .ReplayAsync(history, new DelegateProgram((_, stopping) => Task.Delay(Timeout.Infinite, stopping)), null, default).WaitAsync(Harness.Patience);

        Assert.Equal(("the step look", false), (report.Recorded, report.Matches));
    }

    [Fact]
    public async Task Replay_OtherSources_AreWhatThePlaybookGets()
    {
        var history = await HistoryRecorder.ReadAsync(await HistoryRecorder.RecordAsync("sequence"));
        var seen = new List<string>();
        var program = new SourcesProgram(sources => seen.AddRange(sources.Select(source => source.Text)));

        await Replayer.ReplayAsync(history, program, null, default);
        await Replayer.ReplayAsync(history, program, [new SourceFile("restart.csx", "await Other();")], default);

        Assert.Equal(["await Restart();", "await Other();"], seen);
    }

    [Fact]
    public async Task Read_ChangedHistory_IsRefused()
    {
        var text = await HistoryRecorder.RecordAsync("sequence");

        await RefusedAsync(text.Replace("\"stop it\"", "\"stop at\"", StringComparison.Ordinal), "is not what was written: its hash differs");
        await RefusedAsync(text.Replace("await Restart();", "await Other();", StringComparison.Ordinal), "the stored text of restart.csx is missing or was changed");
        await RefusedAsync(string.Join('\n', text.Split('\n').Where((_, i) => i != 4)), "event 4 is missing");
        await RefusedAsync(text + "\n{}", "line ");
        await RefusedAsync("", "there is no event in it");
        await RefusedAsync("not json", "line 1 is none of a history");

        static async Task RefusedAsync(string changed, string reason) =>
            Assert.Contains(reason, (await Assert.ThrowsAsync<UnreadableHistoryException>(() => HistoryRecorder.ReadAsync(changed))).Message, StringComparison.Ordinal);
    }

    private static void Forbidden(string what) => Assert.Fail($"'{what}' was carried out in a replay");

    private static Task<ReplayReport> ReplayAsync(StoredHistory history, IRunProgram program) => Replayer.ReplayAsync(history, program, null, default).WaitAsync(Harness.Patience);

    private sealed class SourcesProgram(Action<IReadOnlyList<SourceFile>> see) : IRunProgram
    {
        public Task ExecuteAsync(RunRequest request, IRunContext context, CancellationToken cancellationToken)
        {
            see(request.Sources);
            return Task.CompletedTask;
        }

        public Task<Fingerprint> FingerprintAsync(RunRequest request, CancellationToken cancellationToken) => Task.FromResult(Fingerprint.Empty);
    }
}
