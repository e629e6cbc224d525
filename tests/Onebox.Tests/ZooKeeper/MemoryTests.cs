using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.ZooKeeper;

namespace Nightshift.Onebox.Tests.ZooKeeper;

public sealed class MemoryTests(EmbeddedServerProcess server) : IClassFixture<EmbeddedServerProcess>
{
    private const long Limit = 60 * 1024 * 1024;

    [Fact]
    public async Task Process_AfterDozensOfClientsAndThousandsOfChanges_StaysSmall()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var options = new ZooKeeperOptions { Servers = ConnectString.Parse(server.Address.ToString()) };
        var clients = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => ZooKeeperClient.Connect(
            options, TimeProvider.System, new Random(n), NullLogger<ZooKeeperClient>.Instance, deadline.Token)));
        try
        {
            await Task.WhenAll(clients.Select((client, n) => Use(client, ZNodePath.Parse($"/client-{n}"), deadline.Token)));
            Assert.InRange(server.ResidentBytes, 1, Limit);
        }
        finally
        {
            await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
        }
    }

    private static async Task Use(ZooKeeperClient client, ZNodePath home, CancellationToken cancellationToken)
    {
        await client.Create(home, default, CreateMode.Ephemeral, ZNodeAcl.Open, cancellationToken);
        for (var i = 0; i < 300; i++)
        {
            await client.Set(home, Encoding.UTF8.GetBytes($"value {i}"), IZooKeeper.AnyVersion, cancellationToken);
            using var watched = await client.WatchNode(home, cancellationToken);
        }
    }
}
