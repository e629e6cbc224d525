using Microsoft.Extensions.Configuration;
using Nightshift.Bot.Configuration;
using Nightshift.Bot.Wiring;
using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Pegasus.Deployment;

namespace Nightshift.Bot.Tests.Configuration;

public sealed class PegasusOneboxSectionTests
{
    [Fact]
    public void Of_Box_IsAConfigurationWithoutFaults()
    {
        var box = new PegasusDescription
        {
            Directory = "/tmp/box", PortOffset = 0, Timing = OneboxTiming.Short, ClusterName = "onebox", ZooKeeper = "127.0.0.1:22181", OwnZooKeeper = true, Seed = true,
            Settings = new Dictionary<string, string>(),
            Components =
            [
                new OneboxComponent("zookeeper", OneboxComponent.ZooKeeper, "127.0.0.1:22181", "localhost", "/tmp/box/zookeeper"),
                new OneboxComponent("meta1", PegasusRoles.Meta, "127.0.0.1:34601", "localhost", "/tmp/box/meta1"),
                new OneboxComponent("replica1", PegasusRoles.Replica, "127.0.0.1:34801", "localhost", "/tmp/box/replica1"),
            ],
            Releases = [new OneboxRelease("2.4.0", "/tmp/box/releases/2.4.0")],
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(PegasusOneboxSection.Of(box)).Build();

        Assert.Empty(ConfiguredClusters.Validate(configuration, NightshiftProgram.Kinds(TimeProvider.System)));
        Assert.Equal("127.0.0.1:34601", configuration["Nightshift:Clusters:pegasus:Metas"]);
        Assert.Equal("replica", configuration["Nightshift:Clusters:pegasus:Servers:1:Role"]);
    }
}
