using System.Net;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Maintenance;
using NSubstitute;

namespace Nightshift.Pegasus.Tests.Maintenance;

/// <summary>A second proposal by force that comes late would abort the primary.</summary>
public class TakeOutInHandTests
{
    private static readonly Server Primary = Of(34802);
    private static readonly Server Leaving = Of(34801);
    private static readonly Server Third = Of(34803);
    private readonly List<bool> _forced = [];
    private readonly HashSet<Endpoint> _dead = [];
    private readonly IMeta _meta = Substitute.For<IMeta>();
    private TimeSpan _now = TimeSpan.FromSeconds(100);

    public TakeOutInHandTests() => _meta.Propose(default, default!, default, default).ReturnsForAnyArgs(call =>
    {
        _forced.Add(call.ArgAt<bool>(2));
        return Task.CompletedTask;
    });

    [Fact]
    public async Task Judge_SameBallot_IsForcedOnceThenQueuedThenGivenUp()
    {
        var item = Item();
        string? why = null;
        for (var i = 0; i < 400 && why is null; i++)
        {
            var next = item.Judge(Config(7), _now);
            if (next is Next.Ask ask) await ask.Do(default);
            why = (next as Next.Later)?.Why;
            _now += TimeSpan.FromMilliseconds(100);
        }

        Assert.Equal([true, false], _forced);
        Assert.Contains("takes no notice", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_NewBallotAndStillAMember_IsForcedAgain()
    {
        var item = Item();
        await Assert.IsType<Next.Ask>(item.Judge(Config(7), _now)).Do(default);
        await Assert.IsType<Next.Ask>(item.Judge(Config(8), _now)).Do(default);
        Assert.Equal([true, true], _forced);
    }

    [Fact]
    public void Judge_TooFewWouldRemainAlive_WaitsAndIsNotForced()
    {
        _dead.Add(Third.Name);
        var item = Item();
        Assert.IsType<Next.Wait>(item.Judge(Config(7), _now));
        _now += TimeSpan.FromSeconds(11);
        Assert.Contains("only 1 other", Assert.IsType<Next.Later>(item.Judge(Config(7), _now)).Why, StringComparison.Ordinal);
        Assert.Empty(_forced);
    }

    [Fact]
    public void Judge_LeadsIt_IsLeftToTheMoves() => Assert.IsType<Next.Later>(Item().Judge(Config(7) with { Primary = Leaving, Secondaries = [Primary, Third] }, _now));

    [Fact]
    public void Judge_NoMember_IsOut()
    {
        var item = Item();
        Assert.IsType<Next.Over>(item.Judge(Config(8) with { Secondaries = [Third] }, _now));
        Assert.True(item.IsOut);
    }

    private static Server Of(int port) => new(Endpoint.Parse($"127.0.0.1:{port}"), new IPEndPoint(IPAddress.Loopback, port), false);

    private static PartitionConfig Config(long ballot) => new(new Gpid(1, 0), ballot, 3, Primary, [Leaving, Third], [], 0, 0);

    private TakeOutInHand Item() => new(new TablePartition("orders", new Gpid(1, 0)), Leaving.Name, 2, server => !_dead.Contains(server), new Proposals(_meta, TimeProvider.System), new MaintenanceOptions());
}
