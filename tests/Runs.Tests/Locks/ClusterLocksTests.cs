using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Runs.Audit;
using Nightshift.Runs.Locks;
using Nightshift.Runs.Ownership;
using Nightshift.Runs.Store;
using Nightshift.Runs.Store.Sqlite;
using Nightshift.Runs.Tests.Support;
using NSubstitute;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Locks;

public class ClusterLocksTests
{
    private const string Demo = "demo";
    private readonly IOwnerLiveness _liveness = Substitute.For<IOwnerLiveness>();

    [Fact]
    public async Task Lock_FreeCluster_KeepsRunsWaitingBehindThePersonUntilUnlocked()
    {
        await using var harness = new Harness();
        var store = harness.OpenStore();
        var locks = Locks(store);
        var runs = await harness.StartAsync(new DelegateProgram((_, _) => Task.CompletedTask), store);

        var taken = await locks.LockAsync(Demo, OnCall, "test", "disk of node 3 is replaced", default);
        var run = await SubmitAsync(runs);
        var waits = await UntilAsync(runs, run, view => view.Summary.Reason is not null);

        Assert.Equal("oncall has locked cluster demo: no run starts there until /unlock demo", taken.Sentence);
        Assert.Equal(RunState.Queued, waits.Summary.State);
        Assert.Matches("^waits for the lock of oncall \\(\"disk of node 3 is replaced\"\\), since 20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC$", waits.Summary.Reason);
        Assert.Equal(OnCall, (await locks.FindAsync(Demo, default))!.Person);
        Assert.Null(await store.FindLockAsync(Demo, default));

        Assert.True((await locks.UnlockAsync(Demo, Operator, "test", false, default)).Accepted);
        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, run)).Summary.State);
    }

    [Fact]
    public async Task Lock_WhileARunIsUnderWay_IsRefusedAndNamesTheRun()
    {
        await using var harness = new Harness();
        var store = harness.OpenStore();
        var (runs, run, finish) = await UnderWayAsync(harness, store);

        var refused = await Locks(store).LockAsync(Demo, OnCall, "test", "why not", default);

        Assert.False(refused.Accepted);
        Assert.Matches($"^run {run} \\(/restart tablet all\\) has cluster demo since .* UTC; wait for its end, or /abort it$", refused.Sentence);
        finish.SetResult();
        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, run)).Summary.State);
    }

    [Fact]
    public async Task Lock_WhileRunsOnlyWaitForApproval_IsTaken()
    {
        await using var harness = new Harness();
        var store = harness.OpenStore();
        var runs = await harness.StartAsync(new DelegateProgram((_, _) => Task.CompletedTask), store);
        var run = await SubmitAsync(runs, approvers: 1);

        Assert.True((await Locks(store).LockAsync(Demo, Operator, "test", "mine", default)).Accepted);
        var view = await runs.FindAsync(run, default);
        Assert.True((await runs.ApproveAsync(run, OnCall, view!.Plan.Hash, default)).Accepted);

        await UntilAsync(runs, run, waiting => waiting.Summary.Reason?.StartsWith("waits for the lock of operator", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Lock_ThatSomebodyHas_IsRefusedToOthersAndRenamedByTheOwner()
    {
        await using var harness = new Harness();
        var store = harness.OpenStore();
        var locks = Locks(store);
        await locks.LockAsync(Demo, OnCall, "test", "first", default);
        var since = (await locks.FindAsync(Demo, default))!.Since;

        Assert.Matches("^oncall has locked cluster demo since .* \\(\"first\"\\); /unlock demo frees it$", (await locks.LockAsync(Demo, Operator, "test", "second", default)).Sentence);
        Assert.True((await locks.LockAsync(Demo, OnCall, "test", "third", default)).Accepted);

        Assert.Equal(new ClusterLockView(Demo, null, OnCall, "third", since), await locks.FindAsync(Demo, default));
        Assert.Equal(2, await FenceAsync(store));
    }

    [Fact]
    public async Task Fence_GrowsWithEveryTaking_OfPeopleAndRuns()
    {
        await using var harness = new Harness();
        var store = harness.OpenStore();
        var locks = Locks(store);
        var runs = await harness.StartAsync(new DelegateProgram((_, _) => Task.CompletedTask), store);
        await RunAsync(runs);
        await locks.LockAsync(Demo, OnCall, "test", "first", default);
        Assert.Equal(2, await FenceAsync(store));
        await locks.UnlockAsync(Demo, OnCall, "test", false, default);
        await RunAsync(runs);
        await locks.LockAsync(Demo, OnCall, "test", "second", default);

        Assert.Equal(4, await FenceAsync(store));
    }

    [Fact]
    public async Task Unlock_FreeCluster_IsRefused()
    {
        await using var harness = new Harness();
        Assert.Equal("cluster demo is not locked", (await Locks(harness.OpenStore()).UnlockAsync(Demo, OnCall, "test", true, default)).Sentence);
    }

    [Theory]
    [InlineData(Liveness.Alive, false)]
    [InlineData(Liveness.Unknown, false)]
    [InlineData(Liveness.Dead, true)]
    public async Task UnlockForced_ARunsLock_IsFreedOnlyWhenItsProcessIsDead(Liveness seen, bool freed)
    {
        await using var harness = new Harness();
        var store = harness.OpenStore();
        var (_, run, _) = await UnderWayAsync(harness, store);
        _liveness.Of(default!).ReturnsForAnyArgs(seen);

        var plain = await Locks(store).UnlockAsync(Demo, OnCall, "test", false, default);
        var forced = await Locks(store).UnlockAsync(Demo, OnCall, "test", true, default);

        Assert.False(plain.Accepted);
        Assert.EndsWith($"/abort {run} stops it, and it gives the cluster back at its end", plain.Sentence, StringComparison.Ordinal);
        Assert.Equal(freed, forced.Accepted);
        Assert.Equal(freed, await Locks(store).FindAsync(Demo, default) is null);
        var audited = (await new AuditLog(store, TimeProvider.System).ReadAsync(1, default))[0].Entry;
        Assert.Equal((freed ? AuditOutcome.Done : AuditOutcome.Refused, run), (audited.Outcome, audited.Run!.Value));
        Assert.Equal(freed, audited.Text.StartsWith("TAKEN FROM A RUN BY FORCE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task UnlockForced_LeaseOfAnUnseenProcess_IsFreedOnceItStoodStillForItsDuration()
    {
        await using var harness = new Harness();
        var store = harness.OpenStore();
        var time = new ManualTime();
        var lease = await StaleAsync(store, time);
        _liveness.Of(default!).ReturnsForAnyArgs(Liveness.Unknown);
        var locks = Locks(store, time);

        var unlocking = locks.UnlockAsync(Demo, OnCall, "test", true, default);
        while (!unlocking.IsCompleted) time.Advance(TimeSpan.FromSeconds(1));

        Assert.True((await unlocking.WaitAsync(Patience)).Accepted);
        Assert.Equal(lease.Run, (await new AuditLog(store, time).ReadAsync(1, default))[0].Entry.Run);
    }

    [Fact]
    public async Task UnlockForced_LeaseTakenMeanwhile_IsRefused()
    {
        await using var harness = new Harness();
        var store = harness.OpenStore();
        var lease = await StaleAsync(store, TimeProvider.System);
        _liveness.Of(default!).ReturnsForAnyArgs(_ =>
        {
            // Between the look and the change somebody takes the run up.
            Assert.NotNull(store.TakeLeaseAsync(lease.Run, lease.Owner with { Pid = 77 }, lease.Fence, DateTimeOffset.UtcNow.AddMinutes(1), default).GetAwaiter().GetResult());
            return Liveness.Dead;
        });

        var refused = await Locks(store).UnlockAsync(Demo, OnCall, "test", true, default);

        Assert.False(refused.Accepted);
        Assert.Contains("process there:77 carries it on", refused.Sentence, StringComparison.Ordinal);
        Assert.NotNull(await Locks(store).FindAsync(Demo, default));
    }

    [Fact]
    public async Task LockAndUnlock_AreRecordedWithChannelAndOutcome()
    {
        await using var harness = new Harness();
        var store = harness.OpenStore();
        var locks = Locks(store);
        await locks.LockAsync(Demo, OnCall, "web:ops", "disk", default);
        await locks.LockAsync(Demo, Operator, "cli", "no", default);
        await locks.UnlockAsync(Demo, Operator, "cli", false, default);

        var entries = await new AuditLog(store, TimeProvider.System).ReadAsync(10, default);

        Assert.Equal(
            [(3, "operator", "cli", "unlock", AuditOutcome.Done), (2, "operator", "cli", "lock", AuditOutcome.Refused), (1, "oncall", "web:ops", "lock", AuditOutcome.Done)],
            entries.Select(entry => ((int)entry.Sequence, entry.Entry.Person.Value, entry.Entry.Channel, entry.Entry.Action, entry.Entry.Outcome)));
        Assert.All(entries, entry => Assert.Equal(Demo, entry.Entry.Cluster));
    }

    private ClusterLocks Locks(SqliteRunStore store, TimeProvider? time = null) =>
        new(store, _liveness, time ?? TimeProvider.System, TimeSpan.FromSeconds(30), NullLogger.Instance);

    private static async Task<long> FenceAsync(ILockStore store) => (await store.FindHeldAsync(Demo, default))!.Fence;

    private static async Task<(RunService Runs, RunId Run, TaskCompletionSource Finish)> UnderWayAsync(Harness harness, SqliteRunStore store)
    {
        var finish = new TaskCompletionSource();
        var runs = await harness.StartAsync(new DelegateProgram((context, stopping) => context.StepAsync(Steps.Do("wait", attempt => finish.Task.WaitAsync(attempt.CancellationToken)), stopping)), store);
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, RunState.Running);
        return (runs, run, finish);
    }

    /// <summary>A run that has its cluster, of a process whose lease has run out.</summary>
    private static async Task<Lease> StaleAsync(SqliteRunStore store, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var lease = await store.CreateAsync(
            new NewRun(RunState.Running, null, Demo, "/restart", Operator, now, null, new Dictionary<string, string>(), new Owner("there", "boot", "pids", 1, 1, 1), now.AddSeconds(-1)),
            run => [Runs.Journal.JournalChain.Link(run, 1, now, "queued", "{}", Runs.Journal.JournalChain.Start)],
            default);
        Assert.NotNull((await store.TryLockAsync(lease, Demo, "/restart", now, default)).Taken);
        return (await store.FindAsync(lease.Run, default))!.Lease;
    }
}
