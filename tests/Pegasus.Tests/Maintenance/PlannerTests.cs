using System.Collections.Immutable;
using System.Net;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Maintenance;

namespace Nightshift.Pegasus.Tests.Maintenance;

public class PlannerTests
{
    private static readonly Server[] Servers = [.. Enumerable.Range(0, 5).Select(i => new Server(Endpoint.Parse($"127.0.0.1:{34801 + i}"), new IPEndPoint(IPAddress.Loopback, 34801 + i), false))];

    [Fact]
    public void Plan_EqualServers_SpreadsEvenly()
    {
        var movable = Enumerable.Range(0, 12).Select(i => new Movable(new Gpid(1, i), [Name(1), Name(2), Name(3)]));
        var plan = PrimaryPlanner.Plan(movable, new PrimaryCounts(Servers.Select(server => server.Name)));
        Assert.Equal([4, 4, 4], plan.Values.GroupBy(to => to).Select(group => group.Count()));
    }

    [Fact]
    public void Plan_LoadedServer_GetsLess()
    {
        var counts = new PrimaryCounts(Servers.Select(server => server.Name));
        counts.Add(Name(1), 1, 10);
        var plan = PrimaryPlanner.Plan(Enumerable.Range(0, 6).Select(i => new Movable(new Gpid(1, i), [Name(1), Name(2)])), counts);
        Assert.All(plan.Values, to => Assert.Equal(Name(2), to));
    }

    [Fact]
    public void Plan_OneHasNoChoice_OthersMakeRoom()
    {
        var plan = PrimaryPlanner.Plan(
            [new Movable(new Gpid(1, 0), [Name(1), Name(2)]), new Movable(new Gpid(1, 1), [Name(1)]), new Movable(new Gpid(1, 2), [Name(1), Name(2)]), new Movable(new Gpid(1, 3), [Name(1)])],
            new PrimaryCounts(Servers.Select(server => server.Name)));
        Assert.Equal(2, plan.Values.Count(to => to == Name(2)));
    }

    [Fact]
    public void Plan_NoCandidate_IsLeftOut() => Assert.Empty(PrimaryPlanner.Plan([new Movable(new Gpid(1, 0), [])], new PrimaryCounts([])));

    [Fact]
    public void Plan_SameInput_SamePlan()
    {
        var movable = Enumerable.Range(0, 50).Select(i => new Movable(new Gpid(1 + (i % 3), i), [Name(i % 4), Name((i + 1) % 4)])).ToList();
        var counts = new PrimaryCounts(Servers.Select(server => server.Name));
        Assert.Equal(PrimaryPlanner.Plan(movable, counts).OrderBy(p => p.Key.ToString()), PrimaryPlanner.Plan(Enumerable.Reverse(movable), counts).OrderBy(p => p.Key.ToString()));
    }

    [Fact]
    public void Spread_EmptyServer_GetsItsShareAndNoSpreadGetsWorse()
    {
        var partitions = Enumerable.Range(0, 20).Select(i => Config(i, 1 + (i % 4), 0)).ToList();
        var plan = PrimaryPlanner.Spread(partitions, Servers.Select(server => server.Name).ToHashSet());
        Assert.Equal(4, plan.Count);
        Assert.All(plan.Values, to => Assert.Equal(Name(0), to));
    }

    [Fact]
    public void Spread_DeadServer_GetsNothing()
    {
        var partitions = Enumerable.Range(0, 20).Select(i => Config(i, 1 + (i % 4), 0)).ToList();
        Assert.Empty(PrimaryPlanner.Spread(partitions, Servers.Skip(1).Select(server => server.Name).ToHashSet()));
    }

    private static Endpoint Name(int index) => Servers[index].Name;

    private static PartitionConfig Config(int index, int primary, int secondary) =>
        new(new Gpid(1, index), 3, 2, Servers[primary], ImmutableArray.Create(Servers[secondary]), [], 0, 0);
}
