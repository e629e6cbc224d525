using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Runs.Journal;
using Nightshift.Runs.Store.Sqlite;
using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Journal;

public class TamperingTests
{
    [Theory]
    [InlineData("update events set payload = replace(payload, 'operator', 'mallory') where sequence = 1", 1)]
    [InlineData("update events set time = '2020-01-01T00:00:00.0000000Z' where sequence = 3", 3)]
    [InlineData("update events set time = replace(time, 'T', ' ') where sequence = 3", 3)]
    [InlineData("update events set time = 'yesterday' where sequence = 3", 3)]
    [InlineData("update events set kind = 'approved' where sequence = 2", 2)]
    [InlineData("delete from events where sequence = 4", 4)]
    [InlineData("delete from events where sequence > 4", 5)]
    [InlineData("update events set previous = hash where sequence = 3", 3)]
    public async Task Verify_ChangedJournal_NamesTheFirstBrokenLink(string change, long broken)
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(context => context.StepAsync(Steps.Do("stop", () => { })));
        var run = (await RunAsync(runs)).Summary.Id;
        Assert.Null((await harness.VerifyAsync(run)).Broken);

        Change(harness, change);

        var check = await harness.VerifyAsync(run);
        Assert.Equal(broken, check.Broken!.Sequence);
        Assert.Contains("event ", check.Broken.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_ChangedJournal_IsRefusedAndShownWithItsReason()
    {
        await using var harness = new Harness();
        var run = await LeaveUnfinishedAsync(harness);
        Change(harness, "update events set payload = replace(payload, 'operator', 'mallory') where sequence = 1");

        await AssertLeftAloneAsync(harness, run, "event 1 ('requested') is not what was written");
    }

    [Fact]
    public async Task Resume_ChangedSource_IsRefused()
    {
        await using var harness = new Harness();
        var run = await LeaveUnfinishedAsync(harness);
        Change(harness, "update sources set text = 'await DropEverything();'");

        await AssertLeftAloneAsync(harness, run, "the stored text of restart.csx is missing or was changed");
    }

    [Fact]
    public async Task Resume_EventOfANewerVersion_IsRefused()
    {
        await using var harness = new Harness();
        var run = await LeaveUnfinishedAsync(harness);
        var store = harness.OpenStore();
        var head = (await store.FindAsync(run, default))!;
        var row = JournalChain.Link(run, head.LastSequence + 1, DateTimeOffset.UnixEpoch, "guard-tripped", "{}", head.LastHash);
        await store.AppendAsync(new Runs.Store.JournalAppend(head.Summary, [row], null, []), default);

        await AssertLeftAloneAsync(harness, run, "is of the kind 'guard-tripped', which this version does not know");
    }

    [Fact]
    public void Kinds_AreTheOnesThatStoredJournalsHold() => Assert.Equal(
        [
            "abort-asked", "answered", "approved", "baseline-moved", "command-refused", "confirmation-withdrawn", "continued", "decided", "decision-asked",
            "drift-confirmed", "drift-found", "ended", "expired", "guard-holds", "guard-violated", "hold-released", "hold-taken", "lock-lost", "noted",
            "pause-asked", "paused", "plan-made", "question-asked", "queued", "rejected", "requested", "resumed", "safe-point", "said", "started",
            "step-abandoned", "step-failed", "step-intent", "step-probed", "step-result", "step-skipped", "stopping", "withdrawn",
        ],
        EventKinds.All.Order(StringComparer.Ordinal));

    [Fact]
    public async Task UnreadableRun_WithItsClustersLock_IsNamedToWhoWaitsWithTheWayOut()
    {
        await using var harness = new Harness();
        harness.Options = harness.Options with { Database = harness.File };
        var run = await LeaveUnfinishedAsync(harness);
        Change(harness, "update events set payload = payload || ' ' where sequence = 2");
        var runs = await harness.StartAsync(_ => Task.CompletedTask);
        await UntilListedAsync(runs, run);

        var behind = await SubmitAsync(runs);

        var waits = await UntilAsync(runs, behind, view => view.Summary.Reason is not null);
        var told = waits.Summary.Reason!;
        Assert.StartsWith($"waits for run {run} (", told, StringComparison.Ordinal);
        Assert.Contains("start the version of the program that wrote it", told, StringComparison.Ordinal);
        Assert.EndsWith("and then free it with: /unlock <cluster> --force", told, StringComparison.Ordinal);
        var locks = new Runs.Locks.ClusterLocks(
            harness.OpenStore(), new Runs.Ownership.ProcOwnerLiveness(), TimeProvider.System, harness.Options.LeaseDuration, NullLogger.Instance);
        Assert.True((await locks.UnlockAsync("demo", OnCall, "test", force: true, default)).Accepted);
        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, behind)).Summary.State);
    }

    private static async Task UntilListedAsync(RunService runs, RunId unreadable)
    {
        var deadline = DateTime.UtcNow + Patience;
        while ((await runs.ListAsync(10, default)).Single(run => run.Id == unreadable).Reason is null)
        {
            if (DateTime.UtcNow > deadline) throw new TimeoutException("it was never found unreadable");
            await Task.Delay(10);
        }
    }

    private static async Task<RunId> LeaveUnfinishedAsync(Harness harness)
    {
        var reached = new TaskCompletionSource();
        var first = await harness.StartAsync(context => context.StepAsync(Steps.Do("wait", attempt =>
        {
            reached.TrySetResult();
            return Task.Delay(Timeout.Infinite, attempt.CancellationToken);
        })));
        var run = await SubmitAsync(first);
        await reached.Task.WaitAsync(Patience);
        await first.StopAsync(default).WaitAsync(Patience);
        return run;
    }

    private static async Task AssertLeftAloneAsync(Harness harness, RunId run, string reason)
    {
        var before = (await harness.OpenStore().ReadAsync(run, 0, default)).Count;
        var next = await harness.StartAsync(_ => throw new InvalidOperationException("it was run"));
        var deadline = DateTime.UtcNow + Patience;
        var summary = (await next.ListAsync(1, default))[0];
        while (summary.Reason is null && DateTime.UtcNow < deadline)
        {
            await Task.Delay(10);
            summary = (await next.ListAsync(1, default))[0];
        }
        Assert.Contains(reason, summary.Reason, StringComparison.Ordinal);
        Assert.Equal(before, (await harness.OpenStore().ReadAsync(run, 0, default)).Count);
        var fault = await Assert.ThrowsAsync<UnreadableJournalException>(() => next.FindAsync(run, default));
        Assert.Contains("To go on, start the version of the program that wrote it", fault.Message, StringComparison.Ordinal);
    }

    private static void Change(Harness harness, string sql)
    {
        using var connection = new SqliteConnections(harness.File).Open();
        connection.Execute("drop trigger events_are_not_changed; drop trigger events_are_not_deleted;");
        Assert.NotEqual(0, connection.Execute(sql));
    }
}
