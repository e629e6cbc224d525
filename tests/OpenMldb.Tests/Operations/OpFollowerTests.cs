using System.Collections.Immutable;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Operations;
using Nightshift.OpenMldb.Tests.Support;
using NSubstitute;

namespace Nightshift.OpenMldb.Tests.Operations;

public sealed class OpFollowerTests
{
    private static readonly CallSite Call = new(Operation.RecoverTable, "RecoverTable", "nameserver a:1", null, null);
    private static readonly OpInfo[] None = [];
    private readonly INameserver _nameserver = Substitute.For<INameserver>();
    private readonly List<string> _progress = [];
    private readonly Queue<Func<ImmutableArray<OpInfo>>> _lists = new();
    private int _calls;

    public OpFollowerTests() => _nameserver.ShowOpStatus(Arg.Any<OpFilter>(), Arg.Any<CancellationToken>())
        .Returns(c => (_lists.Count > 1 && c.Arg<OpFilter>().Partition is not null ? _lists.Dequeue() : _lists.Peek())());

    [Fact]
    public async Task Run_OpEndsDone_IsDone()
    {
        Lists([Op(5, OpType.ChangeLeader, OpStatus.Done)], [Op(5, OpType.ChangeLeader, OpStatus.Done), Op(6, OpType.ChangeLeader, OpStatus.Done)]);
        var outcome = await Run(OpType.ChangeLeader);
        Assert.Equal((OpVerdict.Done, 6ul, true, 1), (outcome.Verdict, outcome.Op!.Id, outcome.Succeeded, _calls));
    }

    [Fact]
    public async Task Run_OldOpOnly_IsNotCreated()
    {
        Lists([Op(5, OpType.ChangeLeader, OpStatus.Done)]);
        var outcome = await Run(OpType.ChangeLeader);
        Assert.Equal((OpVerdict.NotCreated, null, false), (outcome.Verdict, outcome.Op, outcome.Succeeded));
        Assert.Contains("no op appeared", outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoOpButStateAsWanted_IsAlreadyAsWanted()
    {
        Lists(None);
        Assert.Equal(OpVerdict.AlreadyAsWanted, (await Run(OpType.ChangeLeader, r => r with { AsWanted = _ => Task.FromResult(true) })).Verdict);
        Assert.Equal(OpVerdict.NotCreated, (await Run(OpType.ChangeLeader, r => r with { AsWanted = _ => Task.FromResult(false) })).Verdict);
    }

    [Fact]
    public async Task Run_OpOfAnotherKind_IsNotOurs()
    {
        Lists([], [Op(6, OpType.MakeSnapshot, OpStatus.Done)]);
        Assert.Equal(OpVerdict.NotCreated, (await Run(OpType.ChangeLeader)).Verdict);
    }

    [Theory]
    [InlineData(OpStatus.Failed, OpVerdict.Failed)]
    [InlineData(OpStatus.Canceled, OpVerdict.Canceled)]
    public async Task Run_OpEndsBadly_IsNeverSuccess(OpStatus status, OpVerdict verdict)
    {
        Lists([], [Op(6, OpType.Migrate, OpStatus.Doing, "kSendSnapshot")], [Op(6, OpType.Migrate, status, "kSendSnapshot")]);
        var outcome = await Run(OpType.Migrate);
        Assert.Equal((verdict, false), (outcome.Verdict, outcome.Succeeded));
        Assert.Contains("kSendSnapshot", outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SeenThenGone_IsVanished()
    {
        Lists([], [Op(6, OpType.Migrate, OpStatus.Doing)], []);
        var outcome = await Run(OpType.Migrate);
        Assert.Equal((OpVerdict.Vanished, 6ul, false), (outcome.Verdict, outcome.Op!.Id, outcome.Succeeded));
    }

    [Fact]
    public async Task Run_ParentDoneChildRunning_WaitsForTheChild()
    {
        var parent = Op(6, OpType.RecoverTable, OpStatus.Done);
        Lists(
            [], [Op(6, OpType.RecoverTable, OpStatus.Doing, "kRecoverTable")],
            [parent, Op(7, OpType.ReAddReplicaSimplify, OpStatus.Inited)],
            [parent, Op(7, OpType.ReAddReplicaSimplify, OpStatus.Doing, "kAddReplica")],
            [parent, Op(7, OpType.ReAddReplicaSimplify, OpStatus.Done)]);
        var outcome = await Run(OpType.RecoverTable);
        Assert.Equal((OpVerdict.Done, 7ul, false), (outcome.Verdict, Assert.Single(outcome.Children).Id, outcome.DroppedACopy));
        Assert.Contains(_progress, p => p.Contains("op 7 kReAddReplicaSimplifyOP of bank.tx[0] is at kAddReplica", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_ChildFails_IsFailed()
    {
        var parent = Op(6, OpType.RecoverTable, OpStatus.Done);
        Lists([], [parent, Op(7, OpType.ReAddReplicaWithDrop, OpStatus.Doing)], [parent, Op(7, OpType.ReAddReplicaWithDrop, OpStatus.Failed, "kLoadTable")]);
        var outcome = await Run(OpType.RecoverTable);
        Assert.Equal((OpVerdict.Failed, true), (outcome.Verdict, outcome.DroppedACopy));
        Assert.Contains("op 7", outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ChildGone_IsVanished()
    {
        var parent = Op(6, OpType.RecoverTable, OpStatus.Done);
        Lists([], [parent, Op(7, OpType.ReAddReplica, OpStatus.Doing)], [parent]);
        var outcome = await Run(OpType.RecoverTable);
        Assert.Equal((OpVerdict.Vanished, 7ul), (outcome.Verdict, Assert.Single(outcome.Children).Id));
    }

    [Fact]
    public async Task Run_Hangs_EndsAtTheDeadline()
    {
        Lists([], [Op(6, OpType.AddReplica, OpStatus.Doing, "kSendSnapshot")]);
        var outcome = await Run(OpType.AddReplica, r => r with { Deadline = TimeSpan.FromMinutes(5) });
        Assert.Equal(OpVerdict.DeadlineExpired, outcome.Verdict);
        Assert.InRange(outcome.Took, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));
        Assert.Single(_progress);
        Assert.InRange(_nameserver.ReceivedCalls().Count(), 500, 800);
    }

    [Fact]
    public async Task Run_UnknownStatus_IsNotOver()
    {
        Lists([], [Op(6, OpType.AddReplica, OpStatus.Unknown)]);
        Assert.Equal(OpVerdict.DeadlineExpired, (await Run(OpType.AddReplica, r => r with { Deadline = TimeSpan.FromSeconds(5) })).Verdict);
    }

    [Fact]
    public async Task Run_Queued_NamesTheOpInTheWay()
    {
        Lists([], [Op(3, OpType.Migrate, OpStatus.Doing, "kSendSnapshot"), Op(6, OpType.AddReplica, OpStatus.Inited)]);
        await Run(OpType.AddReplica, r => r with { Deadline = TimeSpan.FromSeconds(5) });
        Assert.Contains("is queued behind op 3 kMigrateOP of bank.tx[0] at kSendSnapshot", Assert.Single(_progress), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CallRefused_IsThrown()
    {
        Lists(None);
        var refusal = new RefusedByClusterException(Call, 301, "auto_failover is enabled", "refused");
        Assert.Same(refusal, await Assert.ThrowsAsync<RefusedByClusterException>(() => Run(OpType.RecoverTable, r => r with { Call = _ => throw refusal })));
    }

    [Fact]
    public async Task Run_ReplyLost_OpListDecides()
    {
        var lost = new OutcomeUnknownException(Call, new NodeUnreachableException(Call, Delivery.ReplyLost, "lost"));
        Lists([], [Op(6, OpType.RecoverTable, OpStatus.Done)]);
        Assert.Equal(OpVerdict.Done, (await Run(OpType.RecoverTable, r => r with { Call = _ => throw lost })).Verdict);
        Lists(None);
        Assert.Same(lost, await Assert.ThrowsAsync<OutcomeUnknownException>(() => Run(OpType.RecoverTable, r => r with { Call = _ => throw lost })));
    }

    [Fact]
    public async Task Run_ListUnreadableForAWhile_GoesOn()
    {
        Lists([], [Op(6, OpType.Migrate, OpStatus.Doing)]);
        _lists.Enqueue(Unreachable);
        _lists.Enqueue(Unreachable);
        _lists.Enqueue(() => [Op(6, OpType.Migrate, OpStatus.Done)]);
        Assert.Equal(OpVerdict.Done, (await Run(OpType.Migrate)).Verdict);
    }

    [Fact]
    public async Task Run_ListUnreadableAfterTheCall_IsOutcomeUnknown()
    {
        Lists(None);
        _lists.Enqueue(Unreachable);
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => Run(OpType.Migrate, r => r with { Deadline = TimeSpan.FromSeconds(5) }));
        Assert.Equal(1, _calls);
    }

    private static ImmutableArray<OpInfo> Unreachable() => throw new NodeUnreachableException(Call, Delivery.NotSent, "no leader");

    private static OpInfo Op(ulong id, OpType type, OpStatus status, string? task = null) =>
        new(id, type, $"k{type}OP", status, task, Sample.Tx, DateTimeOffset.UnixEpoch, null, false);

    private void Lists(params OpInfo[][] lists)
    {
        _lists.Clear();
        foreach (var list in lists)
            _lists.Enqueue(() => [.. list]);
    }

    private Task<OpOutcome> Run(OpType type, Func<OpRequest, OpRequest>? with = null)
    {
        var request = new OpRequest(type, Sample.Tx, _ =>
        {
            _calls++;
            return Task.CompletedTask;
        })
        { Progress = p => _progress.Add(p.Sentence) };
        return new OpFollower(_nameserver, new InstantTime()).Run(with?.Invoke(request) ?? request, CancellationToken.None);
    }
}
