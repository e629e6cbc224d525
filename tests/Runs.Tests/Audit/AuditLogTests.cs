using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Runs.Audit;
using Nightshift.Runs.Locks;
using Nightshift.Runs.Ownership;
using Nightshift.Runs.Store;
using Nightshift.Runs.Store.Sqlite;
using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Audit;

public class AuditLogTests
{
    [Fact]
    public async Task Record_ManyAtOnceByTwoProcesses_AreNumberedWithoutGapsAndReadNewestFirst()
    {
        await using var harness = new Harness();
        AuditLog[] logs = [new(harness.OpenStore(), TimeProvider.System), new(harness.OpenStore(), TimeProvider.System)];

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => logs[i % 2].RecordAsync(Entry($"attempt {i}"), default)));

        var read = await logs[0].ReadAsync(100, default);
        Assert.Equal(Enumerable.Range(1, 60).Reverse(), read.Select(record => (int)record.Sequence));
        Assert.Equal(60, read.Select(record => record.Entry.Text).Distinct().Count());
        Assert.Null((await new AuditVerifier(harness.OpenStore(), null).VerifyAsync(null, default)).Broken);
    }

    [Fact]
    public async Task Record_EverythingThatIsThere_IsReadBack()
    {
        await using var harness = new Harness();
        var log = new AuditLog(harness.OpenStore(), new ManualTime());
        var full = new AuditEntry(new PersonId("伟 \"\n"), "web:ops", "lock", AuditOutcome.Refused, "/lock demo 'x' 🙂\u2028", "demo", new RunId(7));

        await log.RecordAsync(full, default);
        await log.RecordAsync(Entry("bare"), default);

        var read = await log.ReadAsync(1, default);
        Assert.Equal([(2L, Entry("bare"))], read.Select(record => (record.Sequence, record.Entry)));
        Assert.Equal(full, (await log.ReadAsync(2, default))[1].Entry);
        Assert.Equal(new ManualTime().GetUtcNow(), read[0].Time);
    }

    [Fact]
    public async Task Record_LongText_IsCutBetweenCharacters()
    {
        await using var harness = new Harness();
        var log = new AuditLog(harness.OpenStore(), TimeProvider.System);
        await log.RecordAsync(Entry(new string('a', 1998) + "🙂" + new string('b', 50)), default);

        Assert.Equal(new string('a', 1998) + "…", (await log.ReadAsync(1, default))[0].Entry.Text);
    }

    [Fact]
    public async Task Record_StoreThatFails_SaysSo()
    {
        await using var harness = new Harness();
        var store = harness.OpenStore();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<StoreException>(() => new AuditLog(store, TimeProvider.System).RecordAsync(Entry("late"), default));
    }

    [Theory]
    [InlineData("delete from audit_head")]
    [InlineData("update audit_head set sequence = 0")]
    [InlineData("update audit_head set hash = 'x'")]
    [InlineData("drop trigger audit_is_not_deleted; delete from audit where sequence = 2")]
    public async Task Record_LogThatWasChanged_RefusesAndLocksNothingButJournalsGoOn(string change)
    {
        await using var harness = new Harness();
        var store = await AuditVerifyTests.FillAsync(harness);
        using (var connection = new SqliteConnections(harness.File).Open()) connection.Execute(change);
        var runs = await harness.StartAsync(new DelegateProgram((_, _) => Task.CompletedTask), store);
        var locks = new ClusterLocks(store, new ProcOwnerLiveness(), TimeProvider.System, TimeSpan.FromSeconds(30), NullLogger.Instance);

        var recording = new AuditLog(store, TimeProvider.System).RecordAsync(Entry("late"), default);
        var locking = locks.LockAsync("demo", OnCall, "test", "why", default);
        var running = RunAsync(runs);

        Assert.Contains("was changed behind the program's back", (await Assert.ThrowsAsync<StoreException>(() => recording)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreException>(() => locking);
        Assert.Equal(RunState.Succeeded, (await running).Summary.State);
        Assert.Null(await locks.FindAsync("demo", default));
    }

    [Fact]
    public async Task Latest_OfLogAndOfRefusedCommands_IsOneListByTime()
    {
        await using var harness = new Harness();
        var store = harness.OpenStore();
        var log = new AuditLog(store, TimeProvider.System);
        var runs = await harness.StartAsync(new DelegateProgram((_, _) => Task.CompletedTask), store);
        await log.RecordAsync(Entry("first"), default);
        var run = await SubmitAsync(runs, approvers: 1);
        Assert.False((await runs.ApproveAsync(run, Operator, "", default)).Accepted);
        await log.RecordAsync(Entry("last"), default);

        var latest = await new Auditor(store, TimeProvider.System).LatestAsync(10, default);

        Assert.Equal(["last", "refused approve: operator asked for run 1; somebody else has to approve it", "first"], latest.Select(line => line.What));
        Assert.Equal(("operator", "approve", AuditOutcome.Refused, "demo", run), (latest[1].Who, latest[1].Action, latest[1].Outcome, latest[1].Cluster, latest[1].Run!.Value));
        Assert.Equal(["last"], (await new Auditor(store, TimeProvider.System).LatestAsync(1, default)).Select(line => line.What));
    }

    [Fact]
    public async Task History_OfARun_HasAllEventsAsSentencesWithWhoAndTimes()
    {
        await using var harness = new Harness();
        var store = await AuditVerifyTests.FillAsync(harness);

        var history = (await new Auditor(store, TimeProvider.System).HistoryAsync(new RunId(1), default))!;

        Assert.Equal(["requested", "plan-made", "queued", "started", "step-intent", "step-result", "ended"], history.Events.Select(line => line.Kind));
        Assert.Equal(("operator", "asked for /restart tablet all on demo in test; 0 approval(s) needed"), (history.Events[0].Who, history.Events[0].What));
        Assert.Equal(("nightshift", "stop: began attempt 1 to stop it"), (history.Events[4].Who, history.Events[4].What));
        Assert.Null(history.Fault);
        Assert.NotNull(history.Times);
        Assert.Null(await new Auditor(store, TimeProvider.System).HistoryAsync(new RunId(9), default));
    }

    [Fact]
    public async Task Export_All_IsOneEventALineWithItsPayloadAsJson()
    {
        await using var harness = new Harness();
        var store = await AuditVerifyTests.FillAsync(harness);
        var audit = new Auditor(store, TimeProvider.System);

        using var all = new StringWriter();
        Assert.Equal(16, await audit.ExportAsync(null, all, default));
        using var one = new StringWriter();
        Assert.Equal(7, await audit.ExportAsync(new RunId(2), one, default));

        var lines = all.ToString().TrimEnd().Split(Environment.NewLine);
        var first = JsonDocument.Parse(lines[0]).RootElement;
        Assert.Equal(["run", "sequence", "time", "kind", "payload", "hash", "previous"], first.EnumerateObject().Select(field => field.Name));
        Assert.Equal("/restart tablet all", first.GetProperty("payload").GetProperty("Command").GetString());
        Assert.Equal(lines[7..14], one.ToString().TrimEnd().Split(Environment.NewLine));
        Assert.Equal((JsonValueKind.Null, "audit"), (JsonDocument.Parse(lines[^1]).RootElement.GetProperty("run").ValueKind, JsonDocument.Parse(lines[^1]).RootElement.GetProperty("kind").GetString()));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => audit.ExportAsync(new RunId(9), one, default));
    }

    private static AuditEntry Entry(string text) => new(OnCall, "test", "upgrade", AuditOutcome.Refused, text);
}
