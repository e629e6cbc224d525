using Nightshift.Clusters;
using Nightshift.OpenMldb.Guards;
using Nightshift.OpenMldb.Tests.Maintenance;
using Nightshift.OpenMldb.Tests.Maintenance.Support;

namespace Nightshift.OpenMldb.Tests.Guards;

/// <summary>Guards on a simulated cluster whose leading nameserver dies.</summary>
public sealed class NameserverChangeTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    [Fact]
    public async Task Read_LeadingNameserverDies_HasNoAnswerForAWhileAndThenHoldsAgain()
    {
        await shared.Quiet();
        var cluster = shared.Cluster;
        var snapshots = new GuardSnapshots(cluster.Client.Snapshots, TimeProvider.System);
        var guards = OpenMldbGuards.Of(new GuardContext(new FakeInHand()), snapshots, new GuardLimits(), TimeProvider.System);
        foreach (var guard in guards) Assert.True((await guard.Read(default)).Holds);
        var leader = (await cluster.Client.Directory.FindLeader(default))!;
        var dying = cluster.Nameservers.Single(node => node.Endpoint == leader.Endpoint.ToString());
        var violated = new List<string>();
        try
        {
            await cluster.End(dying);
            await Wait.Until(
                async () =>
                {
                    foreach (var guard in guards)
                    {
                        var reading = await guard.Read(default);
                        if (!reading.Holds) violated.Add($"{guard.Name}: {reading.Sentence}");
                    }

                    return (await snapshots.Read(default)).Leader.Value.Endpoint != leader.Endpoint;
                },
                "every guard's answer from the next nameserver");
        }
        finally
        {
            dying.Start();
            await Wait.Until(async () => (await cluster.Client.Directory.ListNameservers(default)).Length == 2, "both nameservers");
        }

        Assert.Empty(violated);
    }
}
