using System.Net;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Maintenance;
using NSubstitute;

namespace Nightshift.Pegasus.Tests.Maintenance;

/// <summary>Asking for a replica while its server learns it could abort the primary.</summary>
public class TakeInHandTests
{
    private static readonly Server Primary = Of(34802);
    private static readonly Server Away = Of(34801);
    private static readonly Gpid Id = new(1, 0);
    private readonly IMeta _meta = Substitute.For<IMeta>();
    private readonly IReplicaServer _server = Substitute.For<IReplicaServer>();
    private TimeSpan _now = TimeSpan.FromSeconds(100);

    [Fact]
    public async Task Judge_ServerDoesNotLearn_IsAskedAgainAfterAWhile()
    {
        var (item, view) = Item();
        await Tell(view, ReplicaStatus.Inactive);
        Assert.IsType<Next.Ask>(item.Judge(Config(), _now));
        _now += TimeSpan.FromMilliseconds(100);
        await Tell(view, ReplicaStatus.Inactive);
        Assert.IsType<Next.Wait>(item.Judge(Config(), _now));
        _now += TimeSpan.FromMilliseconds(300);
        await Tell(view, ReplicaStatus.Inactive);
        Assert.IsType<Next.Ask>(item.Judge(Config(), _now));
        Assert.Equal(2, item.Asks);
    }

    [Fact]
    public async Task Judge_ServerLearns_IsNeverAskedAgain()
    {
        var (item, view) = Item();
        await Tell(view, ReplicaStatus.Inactive);
        Assert.IsType<Next.Ask>(item.Judge(Config(), _now));
        for (var i = 0; i < 100; i++)
        {
            _now += TimeSpan.FromSeconds(10);
            await Tell(view, ReplicaStatus.PotentialSecondary);
            Assert.IsType<Next.Wait>(item.Judge(Config(), _now));
        }
    }

    [Fact]
    public async Task Judge_LearnsAlreadyByTheMetaServersDoing_IsNotAsked()
    {
        var (item, view) = Item();
        await Tell(view, ReplicaStatus.PotentialSecondary);
        Assert.IsType<Next.Wait>(item.Judge(Config(), _now));
    }

    [Fact]
    public async Task Judge_ViewIsOld_WaitsForANewOne()
    {
        var (item, view) = Item();
        await Tell(view, ReplicaStatus.Inactive);
        _now += TimeSpan.FromSeconds(1);
        Assert.IsType<Next.Wait>(item.Judge(Config(), _now));
    }

    [Fact]
    public async Task Judge_JustBecameSecondary_IsNotAsked()
    {
        var (item, view) = Item();
        await Tell(view, ReplicaStatus.Secondary, ballot: 8);
        Assert.IsType<Next.Wait>(item.Judge(Config(), _now));
    }

    [Fact]
    public async Task Judge_SecondaryOfAnOldRecord_IsAsked()
    {
        var (item, view) = Item();
        await Tell(view, ReplicaStatus.Secondary, ballot: 6);
        Assert.IsType<Next.Ask>(item.Judge(Config(), _now));
    }

    [Fact]
    public void Judge_MemberAgain_IsBack()
    {
        var (item, _) = Item();
        Assert.IsType<Next.Over>(item.Judge(Config() with { Secondaries = [Away, Of(34803)] }, _now));
        Assert.True(item.IsBack);
    }

    private static Server Of(int port) => new(Endpoint.Parse($"127.0.0.1:{port}"), new IPEndPoint(IPAddress.Loopback, port), false);

    private static PartitionConfig Config() => new(Id, 7, 3, Primary, [Of(34803)], [Away], 0, 0);

    private (TakeInHand Item, LearnerView View) Item()
    {
        var view = new LearnerView(_server, () => _now);
        return (new TakeInHand(new TablePartition("orders", Id), Away, view, new Proposals(_meta, TimeProvider.System), new MaintenanceOptions()), view);
    }

    private async Task Tell(LearnerView view, ReplicaStatus status, long ballot = 3)
    {
        _server.Replicas(default).ReturnsForAnyArgs([new ReplicaInfo(Id, ballot, status, 0, 0, 0, "")]);
        await view.Read(default);
    }
}
