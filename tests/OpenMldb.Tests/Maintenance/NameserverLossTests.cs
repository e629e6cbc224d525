using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Tests.Maintenance.Support;
using Xunit.Abstractions;

namespace Nightshift.OpenMldb.Tests.Maintenance;

public sealed class NameserverLossTests(SharedCluster shared, ITestOutputHelper output) : IClassFixture<SharedCluster>
{
    [Fact]
    public async Task Upgrade_LeadingNameserverDies_IsCarriedOnWithTheOther()
    {
        await shared.Quiet();
        var leader = (await shared.Cluster.Client.Directory.FindLeader(default))!;
        var dying = shared.Cluster.Nameservers.Single(n => n.Endpoint == leader.Endpoint.ToString());
        var scenario = new Scenario(shared, output) { Retries = 3 };
        var death = Task.Run(async () =>
        {
            await Wait.Until(() => Task.FromResult(scenario.Journal.Results.Keys.Any(k => k.Contains("leaders away", StringComparison.Ordinal))), "the first move");
            await shared.Cluster.End(dying);
        });
        Assert.Null(await scenario.Run());
        await death;
        dying.Start();
        await Wait.Until(async () => (await shared.Cluster.Client.Directory.ListNameservers(default)).Length == 2, "both nameservers");
        Assert.Equal(TabletState.Healthy, (await shared.Cluster.Client.Nameserver.ShowTablet(default))[0].State);
    }
}
