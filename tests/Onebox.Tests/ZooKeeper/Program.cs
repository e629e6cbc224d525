using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Onebox.ZooKeeper;

namespace Nightshift.Onebox.Tests.ZooKeeper;

/// <summary>
/// Runs an embedded ZooKeeper or an OpenMLDB node when the tests start their own assembly as a process: <c>zookeeper PORT DIRECTORY</c>, or
/// <c>openmldb FLAG...</c> in the node's install root.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["openmldb", .. var flags])
            return await Nightshift.Onebox.OpenMldb.OpenMldbNode.RunAsync(flags, "0.9.2-test", CancellationToken.None);
        if (arguments is not ["zookeeper", var port, var directory])
            return 2;
        var options = new EmbeddedZooKeeperOptions { Port = int.Parse(port, null), DataDirectory = directory };
        await new EmbeddedZooKeeper(TimeProvider.System, NullLogger<EmbeddedZooKeeper>.Instance).RunAsync(options, CancellationToken.None);
        return 0;
    }
}
