using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Tests.Client.Support;
using Nightshift.Pegasus.Tests.Wire;

namespace Nightshift.Pegasus.Tests.Client;

/// <summary>Who leads, found and followed; what is tried again and what is not.</summary>
public class LeaderTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Leader_OneOfThree_IsFoundBesideSilentAndDeadOnes()
    {
        Endpoint dead;
        await using (var gone = new FakeServer(_ => FakeReply.Silence))
            dead = gone.Address;
        await using var silent = new FakeServer(_ => FakeReply.Silence);
        await using var leader = new FakeServer(Clients.Leader);
        await using var client = Clients.Of(Clients.Quick, [dead, silent.Address, leader.Address]);
        Assert.Equal(leader.Address, await client.Meta.Leader(None).WaitAsync(Clients.Quick.ReadTimeout / 2));
    }

    [Fact]
    public async Task Leader_NamedByAStandbyButNotConfigured_IsFollowed()
    {
        await using var leader = new FakeServer(Clients.Leader);
        await using var standby = new FakeServer(r => Clients.Standby(r, leader.Address));
        await using var client = Clients.Of(standby);
        Assert.Equal(leader.Address, await client.Meta.Leader(None));
        Assert.Equal(3, (await client.Meta.ListNodes(None)).Length);
    }

    [Fact]
    public async Task Leader_Changes_ReadsAndCommandsFollow()
    {
        var second = false;
        FakeServer[] metas = [];
        metas =
        [
            new FakeServer(r => second ? Clients.Standby(r, metas[1].Address) : Clients.Leader(r)),
            new FakeServer(r => second ? Clients.Leader(r) : Clients.Standby(r, metas[0].Address)),
        ];
        await using var first = metas[0];
        await using var other = metas[1];
        await using var client = Clients.Of(metas);
        Assert.Equal(3, (await client.Meta.ListNodes(None)).Length);
        second = true;
        Assert.Equal(3, (await client.Meta.ListNodes(None)).Length);
        await client.Meta.Propose(new Gpid(2, 5), [Proposal()], force: true, None);
        Assert.Equal(MetaLevel.Steady, await client.Meta.SetLevel(MetaLevel.Steady, None));
        Assert.Equal(1, other.Count("RPC_CM_PROPOSE_BALANCER"));
        Assert.Equal(0, first.Count("RPC_CM_PROPOSE_BALANCER"));
    }

    [Fact]
    public async Task Read_WhileTheLeaderLoads_WaitsForIt()
    {
        var asked = 0;
        await using var leader = new FakeServer(r => Interlocked.Increment(ref asked) > 6 ? Clients.Leader(r) : Loading(r));
        await using var client = Clients.Of(leader);
        Assert.Equal(3, (await client.Meta.ListNodes(None)).Length);
    }

    [Fact]
    public async Task Read_NobodyLeads_SaysWhatEachSaid()
    {
        await using var loading = new FakeServer(Loading);
        await using var standby = new FakeServer(r => Clients.Standby(r, null));
        await using var client = Clients.Of(Clients.Impatient, loading, standby);
        var error = await Assert.ThrowsAsync<NodeUnreachableException>(() => client.Meta.ListNodes(None));
        Assert.Contains($"{loading.Address} is still loading", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{standby.Address} is a standby", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_RecoveryMode_IsRefusedAtOnce()
    {
        await using var meta = new FakeServer(r => FakeAnswers.Config(r, "ERR_UNDER_RECOVERY", 0, 0));
        await using var client = Clients.Of(meta);
        Assert.Equal(ErrorNames.UnderRecovery, (await Assert.ThrowsAsync<RefusedByClusterException>(() => client.Meta.ListNodes(None))).Error);
    }

    [Fact]
    public async Task Metas_EachStanding_IsTold()
    {
        Endpoint dead;
        await using (var gone = new FakeServer(_ => FakeReply.Silence))
            dead = gone.Address;
        await using var leader = new FakeServer(Clients.Leader);
        await using var standby = new FakeServer(r => Clients.Standby(r, leader.Address));
        await using var loading = new FakeServer(Loading);
        await using var recovering = new FakeServer(r => FakeAnswers.Config(r, "ERR_UNDER_RECOVERY", 0, 0));
        await using var client = Clients.Of(Clients.Quick, [leader.Address, standby.Address, loading.Address, recovering.Address, dead]);
        var metas = await client.Metas(None);
        Assert.Equal([MetaRole.Leader, MetaRole.Standby, MetaRole.Loading, MetaRole.Recovering, MetaRole.Unreachable], metas.Select(m => m.Role));
        Assert.Contains("refuses connections", metas[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Propose_AnswerLost_HasAnUnknownOutcomeAndIsSentOnce()
    {
        await using var leader = new FakeServer(r => r.Method == "RPC_CM_PROPOSE_BALANCER" ? FakeReply.Hangup : Clients.Leader(r));
        await using var client = Clients.Of(leader);
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => client.Meta.Propose(new Gpid(2, 5), [Proposal()], false, None));
        Assert.Equal(1, leader.Count("RPC_CM_PROPOSE_BALANCER"));
    }

    [Fact]
    public async Task Propose_Refused_KeepsTheServersName()
    {
        await using var leader = new FakeServer(r => r.Method == "RPC_CM_PROPOSE_BALANCER" ? FakeAnswers.Only(r, "ERR_INVALID_PARAMETERS") : Clients.Leader(r));
        await using var client = Clients.Of(leader);
        var error = await Assert.ThrowsAsync<RefusedByClusterException>(() => client.Meta.Propose(new Gpid(2, 5), [Proposal()], false, None));
        Assert.Equal(ErrorNames.InvalidParameters, error.Error);
        Assert.Contains("partition 2.5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetLevel_AnswerLost_IsSentAgain()
    {
        var lost = 0;
        await using var leader = new FakeServer(r =>
            r.Method == "RPC_CM_CONTROL_META" && Interlocked.Increment(ref lost) <= 2 ? FakeReply.Hangup : Clients.Leader(r));
        await using var client = Clients.Of(leader);
        Assert.Equal(MetaLevel.Steady, await client.Meta.SetLevel(MetaLevel.Lively, None));
        Assert.Equal(3, leader.Count("RPC_CM_CONTROL_META"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Propose_ToEachGeneration_CarriesNamesOnlyWhereTheyAreKnown(bool names)
    {
        Server[] nodes = names ? [FakeAnswers.New(1), FakeAnswers.New(2)] : [FakeAnswers.Old(1), FakeAnswers.Old(2)];
        await using var leader = new FakeServer(r => r.Method == "RPC_CM_LIST_NODES" ? FakeAnswers.Nodes(r, "ERR_OK", nodes) : Clients.Leader(r));
        await using var client = Clients.Of(leader);
        await client.Meta.Propose(new Gpid(2, 5), [new Proposal(ProposalType.DowngradeToInactive, FakeAnswers.New(2), FakeAnswers.New(1))], false, None);
        var sent = leader.Received.Single(r => r.Method == "RPC_CM_PROPOSE_BALANCER").Argument;
        var frame = Hex.Bytes(names ? Frames.ProposeNew : Frames.Propose);
        Assert.Equal(frame[^(sent.Length + 1)..^1], sent);
    }

    [Fact]
    public async Task Propose_ServerThatTheLeaderDoesNotList_IsNotSent()
    {
        await using var leader = new FakeServer(r => r.Method == "RPC_CM_LIST_NODES" ? FakeAnswers.Nodes(r, "ERR_OK", FakeAnswers.New(1)) : Clients.Leader(r));
        await using var client = Clients.Of(leader);
        await Assert.ThrowsAsync<WrongRequestException>(() => client.Meta.Propose(new Gpid(2, 5), [Proposal()], true, None));
        Assert.Equal(0, leader.Count("RPC_CM_PROPOSE_BALANCER"));
    }

    [Fact]
    public async Task SetSetting_LeaderChangesMeanwhile_IsSetOnTheNewOne()
    {
        var second = false;
        FakeServer[] metas = [];
        metas =
        [
            new FakeServer(r =>
            {
                if (second)
                    return Clients.Standby(r, metas[1].Address);
                second = r.Method == "RPC_CLI_CLI_CALL";
                return Clients.Leader(r);
            }),
            new FakeServer(r => second ? Clients.Leader(r) : Clients.Standby(r, metas[0].Address)),
        ];
        await using var first = metas[0];
        await using var other = metas[1];
        await using var client = Clients.Of(metas);
        await client.Meta.SetSetting(MetaSetting.AssignDelayMs, "3600000", None);
        Assert.Equal((1, 1), (first.Count("RPC_CLI_CLI_CALL"), other.Count("RPC_CLI_CLI_CALL")));
    }

    [Fact]
    public async Task Setting_LeaderWithoutIt_IsRefused()
    {
        await using var leader = new FakeServer(r =>
            r.Method == "RPC_CLI_CLI_CALL" ? FakeAnswers.Text(r, $"unknown command '{SessionTests.Command(r)}'") : Clients.Leader(r));
        await using var client = Clients.Of(leader);
        await Assert.ThrowsAsync<RefusedByClusterException>(() => client.Meta.Setting(MetaSetting.AssignDelayMs, None));
    }

    [Fact]
    public async Task ListNodes_Empty_IsAnError()
    {
        await using var leader = new FakeServer(r => r.Method == "RPC_CM_LIST_NODES" ? FakeAnswers.Nodes(r, "ERR_OK") : Clients.Leader(r));
        await using var client = Clients.Of(leader);
        await Assert.ThrowsAsync<UnintelligibleAnswerException>(() => client.Meta.ListNodes(None));
    }

    private static FakeReply Loading(FakeRequest request) => request.Method == "RPC_CM_LIST_NODES"
        ? FakeAnswers.Nodes(request, "ERR_SERVICE_NOT_ACTIVE")
        : FakeAnswers.Config(request, "ERR_SERVICE_NOT_ACTIVE", 0, 0);

    private static Proposal Proposal() => new(ProposalType.DowngradeToInactive, FakeAnswers.Old(2), FakeAnswers.Old(1));
}
