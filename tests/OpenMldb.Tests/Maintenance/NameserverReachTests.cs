using System.Text.Json;
using Nightshift.OpenMldb.Tests.Maintenance.Support;
using Xunit.Abstractions;

namespace Nightshift.OpenMldb.Tests.Maintenance;

/// <summary>A cluster whose nameservers look for a peer whose connection broke only every eight seconds: brpc does so every three, and loads more than there is here meanwhile.</summary>
public sealed class SlowlyReconnectingCluster : SharedCluster
{
    private protected override Task<SimulatedCluster> StartCluster() => SimulatedCluster.Start(healthCheck: 8000);
}

public sealed class NameserverReachTests(SlowlyReconnectingCluster shared, ITestOutputHelper output) : IClassFixture<SlowlyReconnectingCluster>
{
    /// <summary>A move to a tablet that the nameserver does not reach yet fails, is undone and tried again: seconds without a leader.</summary>
    [Fact]
    public async Task Upgrade_NameserverReachesTheNewProcessLate_EveryMoveHomeSucceedsAtTheFirstTry()
    {
        var scenario = new Scenario(shared, output);

        Assert.Null(await scenario.Run());

        var home = scenario.Journal.Results.Where(step => step.Key.Contains("leaders home", StringComparison.Ordinal) && step.Value.Contains("\"Tries\"", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(home);
        Assert.All(home, step => Assert.Equal(1, JsonDocument.Parse(step.Value).RootElement.GetProperty("Tries").GetInt32()));
    }
}
