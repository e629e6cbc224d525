using System.Net;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Maintenance;
using NSubstitute;

namespace Nightshift.Pegasus.Tests.Maintenance;

public class MoveInHandTests
{
    private static readonly Server From = Of(34801);
    private static readonly Server To = Of(34802);
    private static readonly Server Third = Of(34803);
    private readonly List<(bool Force, ProposalType Type, Server Node)> _asked = [];
    private readonly IMeta _meta = Substitute.For<IMeta>();
    private readonly MaintenanceOptions _options = new();
    private bool _refuses;
    private int _generation;
    private TimeSpan _now = TimeSpan.FromSeconds(100);

    public MoveInHandTests() => _meta
        .Propose(Arg.Any<Gpid>(), Arg.Any<IReadOnlyList<Proposal>>(), Arg.Any<bool>(), Arg.Any<CancellationToken>())
        .Returns(call =>
        {
            if (_refuses) return Task.FromException(Support.FakeCluster.Refused("propose", ErrorNames.InvalidParameters));
            foreach (var proposal in call.ArgAt<IReadOnlyList<Proposal>>(1)) _asked.Add((call.ArgAt<bool>(2), proposal.Type, proposal.Node));
            return Task.CompletedTask;
        });

    [Fact]
    public async Task Judge_Fresh_QueuesTheMoveBeforeItAsksThePrimaryToStepDown()
    {
        await Ask(Move(), Config(3, From));
        Assert.Equal(
            [(false, ProposalType.DowngradeToSecondary, From), (false, ProposalType.UpgradeToPrimary, To), (true, ProposalType.DowngradeToSecondary, From)], _asked);
    }

    [Fact]
    public async Task Judge_NewPrimarySeen_IsDoneWithBothBallots()
    {
        var move = Move();
        await Ask(move, Config(3, From));
        Pass(0.01);
        Assert.IsType<Next.Wait>(move.Judge(Config(4, null), _now));
        Pass(0.01);
        Assert.IsType<Next.Over>(move.Judge(Config(5, To), _now));
        Assert.Equal((3, 5, To.Name), (move.Moved!.BallotBefore, move.Moved.BallotAfter, move.Moved.To));
    }

    [Fact]
    public async Task Judge_QueueingRefused_NeverAsksByForceAlone()
    {
        _refuses = true;
        var move = Move();
        await Ask(move, Config(3, From));
        await _meta.DidNotReceive().Propose(Arg.Any<Gpid>(), Arg.Any<IReadOnlyList<Proposal>>(), true, Arg.Any<CancellationToken>());
        Assert.IsType<Next.Later>(move.Judge(Config(3, From), _now));
        Assert.True(move.Refused);
    }

    [Fact]
    public async Task Judge_StepDownWithoutEffect_IsAskedAgainOnlyAfterAWhile()
    {
        var move = Move();
        await Ask(move, Config(3, From));
        Pass(0.1);
        Assert.IsType<Next.Wait>(move.Judge(Config(3, From), _now));
        Pass(0.3);
        await Ask(move, Config(3, From));
        Assert.Equal((true, ProposalType.DowngradeToSecondary, From), _asked[^1]);
    }

    [Fact]
    public async Task Judge_NeverStepsDown_GivesUpAfterTheRoundsOfTheMetaServer()
    {
        var move = Move();
        await Ask(move, Config(3, From));
        Pass(26);
        Assert.Contains("takes no notice", Assert.IsType<Next.Later>(move.Judge(Config(3, From), _now)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_OldPrimaryElectedAgain_IsUndone()
    {
        var move = Move();
        await Ask(move, Config(3, From));
        Assert.IsType<Next.Later>(move.Judge(Config(5, From), _now));
        Assert.True(move.Undone);
    }

    [Fact]
    public async Task Judge_NewPrimaryDoesNotAnswer_IsCalledByForceThenTheOldOneIsAndNeverBothAtOnce()
    {
        var move = Move();
        await Ask(move, Config(3, From));
        _asked.Clear();
        Assert.IsType<Next.Wait>(move.Judge(Config(4, null), _now));
        for (var i = 0; i < 40; i++)
        {
            Pass(0.05);
            if (move.Judge(Config(4, null), _now) is Next.Ask ask) await ask.Do(default);
        }

        Assert.All(_asked, asked => Assert.Equal((true, ProposalType.UpgradeToPrimary), (asked.Force, asked.Type)));
        var toOld = _asked.FindIndex(asked => asked.Node == From);
        Assert.True(toOld >= 3, $"{toOld}");
        Assert.All(_asked.Skip(toOld), asked => Assert.Equal(From, asked.Node));
        Assert.True(move.Unwilling);
    }

    [Fact]
    public async Task Judge_LeaderChangedWhileWithoutPrimary_AsksNobody()
    {
        var move = Move();
        await Ask(move, Config(3, From));
        _generation++;
        Assert.IsType<Next.Wait>(move.Judge(Config(4, null), _now));
        Pass(5);
        Assert.IsType<Next.Wait>(move.Judge(Config(4, null), _now));
    }

    [Fact]
    public void Judge_TargetIsNoSecondaryAnyMore_DoesNotBegin() =>
        Assert.IsType<Next.Later>(Move().Judge(Config(3, From) with { Secondaries = [Third] }, _now));

    [Fact]
    public void Judge_PrimaryElsewhereAlready_IsDone() => Assert.IsType<Next.Over>(Move().Judge(Config(3, Third), _now));

    private static Server Of(int port) => new(Endpoint.Parse($"127.0.0.1:{port}"), new IPEndPoint(IPAddress.Loopback, port), false);

    private static PartitionConfig Config(long ballot, Server? primary) =>
        new(new Gpid(1, 0), ballot, 3, primary, [.. new[] { From, To, Third }.Where(server => server != primary)], [], 0, 0);

    private MoveInHand Move() => new(new TablePartition("orders", new Gpid(1, 0)), From, To, 1, new Proposals(_meta, TimeProvider.System), _options, () => _generation, () => _now);

    private async Task Ask(MoveInHand move, PartitionConfig config) => await Assert.IsType<Next.Ask>(move.Judge(config, _now)).Do(default);

    private void Pass(double seconds) => _now += TimeSpan.FromSeconds(seconds);
}
