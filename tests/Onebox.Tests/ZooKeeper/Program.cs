using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Onebox.ZooKeeper;

namespace Nightshift.Onebox.Tests.ZooKeeper;

/// <summary>Runs an embedded ZooKeeper when the tests start their own assembly as a process: <c>zookeeper PORT DIRECTORY</c>.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not ["zookeeper", var port, var directory])
            return 2;
        var options = new EmbeddedZooKeeperOptions { Port = int.Parse(port, null), DataDirectory = directory };
        await new EmbeddedZooKeeper(TimeProvider.System, NullLogger<EmbeddedZooKeeper>.Instance).RunAsync(options, CancellationToken.None);
        return 0;
    }
}
