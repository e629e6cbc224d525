using System.Collections.Concurrent;
using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.Onebox.Faults;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.OpenMldb.Tests.Maintenance.Support;
using Xunit.Abstractions;
using TableStatus = Nightshift.OpenMldb.Client.TableStatus;

namespace Nightshift.OpenMldb.Tests.Maintenance;

/// <summary>One leader move where the nameserver or the old leader behaves badly in between.</summary>
public sealed class FencedMoveTests(SharedCluster shared, ITestOutputHelper output) : IClassFixture<SharedCluster>
{
    private readonly ConcurrentQueue<HookedCall> _calls = new();

    [Fact]
    public async Task Move_NameserverStallsLongerThanAFence_GoesForwardAndNeverBack()
    {
        var goal = await Goal(0);
        var stalls = 1;
        var move = await Move(goal, async (call, next) =>
        {
            if (call.Method == "ChangeLeader" && Interlocked.Decrement(ref stalls) >= 0)
            {
                // As a nameserver that has the request and is paused: it works on it later, whether or not the caller still waits.
                var late = Task.Run(async () => { await Task.Delay(1500); return await Uncancelled(call); });
                return await late.WaitAsync(call.Argument<CancellationToken>());
            }

            return await next();
        });

        Assert.True(move.Moved);
        AssertNeverReinstated();
        await AssertOneLeader(goal);
    }

    [Fact]
    public async Task Move_AnswerIsLostAndTheRequestArrivesLate_GoesForwardAndNeverBack()
    {
        var goal = await Goal(1);
        var losses = 1;
        Task? late = null;
        var move = await Move(goal, async (call, next) =>
        {
            if (call.Method != "ChangeLeader" || Interlocked.Decrement(ref losses) < 0) return await next();
            late = Task.Run(async () => { await Task.Delay(1000); return await Uncancelled(call); });
            var site = new CallSite(Operation.ChangeLeader, "ChangeLeader", "nameserver", goal.Tablet, null);
            throw new OutcomeUnknownException(site, new NodeUnreachableException(site, Delivery.ReplyLost, "cut"));
        });

        Assert.True(move.Moved);
        await Task.WhenAny(late!); // Refused by then, or harmless: what counts is who leads.
        AssertNeverReinstated();
        await AssertOneLeader(goal);
    }

    [Fact]
    public async Task Move_DeadlineWhileAnotherOpWorksOnALedPartition_LeavesThatOpAlone()
    {
        await shared.Quiet();
        var client = shared.Cluster.Client;
        await client.Nameserver.ConfSet("auto_failover", "false", default);
        var entry = shared.Single.Partitions[0];
        var id = shared.Single.Partition(entry.Pid);
        var leader = entry.EffectiveLeader!.Value.Endpoint;
        foreach (var nameserver in shared.Cluster.Nameservers) nameserver.Faults.Add(new Fault("hang", FaultKind.OpHang, "kAddReplicaOP", 1));
        var target = Enumerable.Range(0, 3).Select(shared.Cluster.At).First(t => t != leader);
        await client.Nameserver.AddReplica(id, target, default);
        await Wait.Until(async () => (await Unfinished(id)).Length > 0, "the op of somebody else");

        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(600));
        var goal = new MoveGoal(id, new TidPid(shared.Single.Tid, entry.Pid), StorageMode.Memory, leader, false);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Move(goal, (_, next) => next(), deadline.Token));
        Assert.DoesNotContain(_calls, c => c.Method is "CancelOp" or "ChangeRole");

        foreach (var op in await Unfinished(id)) await client.Nameserver.CancelOp(op.Id, default);
        foreach (var nameserver in shared.Cluster.Nameservers) nameserver.Faults.Clear();
        await Wait.Until(async () => (await Unfinished(id)).IsEmpty, "no op");
        await client.Nameserver.ConfSet("auto_failover", "true", default);
    }

    /// <summary>
    /// A put passed the role check, is held up by a slow sync, and is appended after the demotion. The server tells that it is under way, or does not tell.
    /// </summary>
    [Theory]
    [InlineData(true, 120)]
    [InlineData(false, 120)]
    public async Task Move_PutIsHeldUpBehindASync_IsSeenBeforeAnybodyIsPromoted(bool told, int syncMs)
    {
        var goal = await Goal(2);
        long demoted = 0;
        var appended = false;
        var promotedBefore = false;
        var move = await Move(goal, async (call, next) =>
        {
            if (call.Node == goal.Tablet && call.Method == "ChangeRole" && demoted == 0)
            {
                await next();
                demoted = TimeProvider.System.GetTimestamp();
                return null;
            }

            var syncing = demoted != 0 && TimeProvider.System.GetElapsedTime(demoted).TotalMilliseconds < syncMs;
            switch (call.Method)
            {
                case "WritesUnderWay":
                    return told ? syncing ? 1 : 0 : null;
                case "ChangeLeader" when !appended:
                    promotedBefore = true;
                    break;
                case "GetTableStatus" when call.Node == goal.Tablet && demoted != 0 && !syncing && !appended:
                    appended = true; // One appears, and the write that it stands for is answered; after the undo the copy is regular again.
                    return await next() is TableStatus status ? status with { Offset = status.Offset + 1 } : null;
            }

            return await next();
        });
        Assert.True(appended);
        Assert.False(promotedBefore);
        Assert.True(move.Moved);
        await AssertOneLeader(goal);
    }

    [Fact]
    public async Task Move_BusyPartition_IsPromotedAsSoonAsTheServerTellsThatWritesAreThrough()
    {
        var goal = await Goal(3);
        var move = await Move(goal, (_, next) => next());
        Assert.True(move.Moved);
        output.WriteLine(move.Sentence);
        Assert.Contains(_calls, c => c.Method == "WritesUnderWay");
        Assert.Equal(0, await shared.Cluster.Client.Pages.WritesUnderWay(goal.Tablet, default));
    }

    [Fact]
    public async Task Run_OldLeaderAppendsLongAfterTheMove_FailsWithBothOffsets()
    {
        var goal = await Goal(0);
        var cluster = shared.Cluster;
        await cluster.Client.Nameserver.ConfSet("auto_failover", "false", default);
        var changed = false;
        var hooked = new HookedClient(cluster.Client, async (call, next) =>
        {
            var answer = await next();
            if (call.Method == "ChangeLeader") changed = true;
            return changed && call.Node == goal.Tablet && answer is ImmutableArray<TableStatus> all
                ? all.Select(s => s.Id == goal.TidPid ? s with { Offset = s.Offset + 2 } : s).ToImmutableArray()
                : answer;
        });
        var services = cluster.Services() with { Client = hooked };
        var thrown = await Assert.ThrowsAsync<Nightshift.Runs.RunAbandonedException>(
            () => new MoveRunner(services, new Dictionary<string, int>()).Run(new TestRun(new TestJournal()), [goal], default));
        Assert.Contains($"{goal.Tablet} accepted 2 records of {goal.Partition} after it was fenced at ", thrown.Message, StringComparison.Ordinal);

        await new Rejoining(cluster.Services(), [new ReplicaRef(goal.Partition, goal.TidPid, goal.StorageMode, goal.Tablet)])
            .Execute(new TestAttempt(new TestJournal(), "rejoin", 1, default));
        await cluster.Client.Nameserver.ConfSet("auto_failover", "true", default);
    }

    private async Task<ImmutableArray<OpInfo>> Unfinished(PartitionId id) =>
        [.. (await shared.Cluster.Client.Nameserver.ShowOpStatus(OpFilter.All, default)).Where(op => op.IsUnfinished && op.Partition == id)];

    private async Task<object?> Uncancelled(HookedCall call)
    {
        await shared.Cluster.Client.Nameserver.ChangeLeader(call.Argument<PartitionId>(), call.Argument<Endpoint>(), default);
        return null;
    }

    private async Task<MoveGoal> Goal(uint pid)
    {
        await shared.Quiet();
        var table = (await shared.Cluster.Client.Nameserver.ShowTable(shared.Shared.Id, default))!;
        var leader = table.Partitions.Single(p => p.Pid == pid).EffectiveLeader!.Value.Endpoint;
        return new MoveGoal(table.Partition(pid), new TidPid(table.Tid, pid), StorageMode.Memory, leader, false);
    }

    /// <summary>Runs the move and brings the old leader back as follower.</summary>
    private async Task<LeaderMove> Move(MoveGoal goal, Hook hook, CancellationToken cancellationToken = default)
    {
        var cluster = shared.Cluster;
        var journal = new TestJournal();
        var attempt = new TestAttempt(journal, "move", 1, cancellationToken);
        var options = cluster.Options with { LongestFence = TimeSpan.FromMilliseconds(700) };
        var hooked = new HookedClient(cluster.Client, async (call, next) =>
        {
            _calls.Enqueue(call);
            return await hook(call, next);
        });
        await cluster.Client.Nameserver.ConfSet("auto_failover", "false", default);
        try
        {
            var move = await new FencedMove(cluster.Services() with { Client = hooked, Options = options }, goal, _ => 0).Execute(attempt);
            await new Rejoining(cluster.Services(), [new ReplicaRef(goal.Partition, goal.TidPid, goal.StorageMode, goal.Tablet) { KnownTerm = move.TermBefore }])
                .Execute(new TestAttempt(journal, "rejoin", 1, default));
            await cluster.Client.Nameserver.ConfSet("auto_failover", "true", default);
            return move;
        }
        finally
        {
            foreach (var line in journal.Lines) output.WriteLine(line);
        }
    }

    private void AssertNeverReinstated() =>
        Assert.DoesNotContain(_calls, c => c.Method == "ChangeRole" && c.Argument<ChangeRole>().Mode == TableMode.Leader);

    private async Task AssertOneLeader(MoveGoal goal)
    {
        var services = shared.Cluster.Services();
        var view = await new PartitionLook(services.Client, services.Ops).Look(goal.Partition, goal.TidPid, default);
        Assert.Equal([view.Entry.EffectiveLeader!.Value.Endpoint], view.TabletLeaders.Select(c => c.Tablet));
    }
}
