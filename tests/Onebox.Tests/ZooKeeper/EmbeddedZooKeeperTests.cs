using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Onebox.ZooKeeper;
using Nightshift.ZooKeeper;
using Nightshift.ZooKeeper.Tests.Suite;

namespace Nightshift.Onebox.Tests.ZooKeeper;

public sealed class EmbeddedZooKeeperTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("embedded-zookeeper-").FullName;
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(45));

    public void Dispose()
    {
        _deadline.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task RunAsync_StoppedAndStartedWithSnapshotsInBetween_KeepsNodesSessionsAndNumbers()
    {
        var options = Options() with { SnapshotEvery = 7 };
        var sequence = ZNodePath.Parse("/s");
        ZooKeeperClient? client = null;
        try
        {
            for (var round = 0; round < 4; round++)
            {
                await using var server = new Running(options);
                client ??= await Connect(options);
                await client.Sync(ZNodePath.Root, _deadline.Token);
                if (round == 0)
                {
                    await client.Create(sequence, default, CreateMode.Persistent, ZNodeAcl.Open, _deadline.Token);
                    await client.Create(ZNodePath.Parse("/e"), default, CreateMode.Ephemeral, ZNodeAcl.Open, _deadline.Token);
                }

                for (var i = 0; i < 10; i++)
                    await client.Create(sequence / "n", new byte[] { 1 }, CreateMode.PersistentSequential, ZNodeAcl.Open, _deadline.Token);
                Assert.Equal(client.SessionId, (await client.Exists(ZNodePath.Parse("/e"), _deadline.Token))!.EphemeralOwner);
            }

            await using var last = new Running(options);
            var children = await client!.Children(sequence, _deadline.Token);
            Assert.Equal(Enumerable.Range(0, 40).Select(n => $"n{n:D10}"), children.Names);
            Assert.Equal(40, children.Stat.ChildrenVersion);
            Assert.Equal(["log", "snapshot"], Directory.GetFiles(_directory, "*.*").Select(Path.GetFileNameWithoutExtension).Where(name => name != "lock").Order());
        }
        finally
        {
            if (client is not null)
                await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task RunAsync_PortOrDirectoryTaken_Fails()
    {
        var options = Options();
        await using var server = new Running(options);
        await using var client = await Connect(options);
        await Assert.ThrowsAsync<IOException>(() => Run(Options()));
        var elsewhere = Directory.CreateDirectory(Path.Combine(_directory, "elsewhere")).FullName;
        await Assert.ThrowsAsync<SocketException>(() => Run(options with { DataDirectory = elsewhere }));
    }

    [Fact]
    public async Task RunAsync_WrongOptions_NamesEveryFault()
    {
        var options = new EmbeddedZooKeeperOptions { Port = 0, DataDirectory = "", SnapshotEvery = 0, MaxRequestBytes = 0, TickTime = TimeSpan.Zero };
        var thrown = await Assert.ThrowsAsync<ArgumentException>(() => Run(options));
        Assert.All(["Port", "DataDirectory", "TickTime", "MinSessionTimeout", "SnapshotEvery", "MaxRequestBytes"], name => Assert.Contains(name, thrown.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Session_TimeoutOutsideTheLimits_IsMovedInto()
    {
        var options = Options() with { MinSessionTimeout = TimeSpan.FromSeconds(3), MaxSessionTimeout = TimeSpan.FromSeconds(4) };
        await using var server = new Running(options);
        await using var hasty = await Connect(options, TimeSpan.FromSeconds(1));
        await using var slow = await Connect(options, TimeSpan.FromSeconds(30));
        Assert.Equal((3, 4), (hasty.SessionTimeout.TotalSeconds, slow.SessionTimeout.TotalSeconds));
    }

    private static Task Run(EmbeddedZooKeeperOptions options) =>
        new EmbeddedZooKeeper(TimeProvider.System, NullLogger<EmbeddedZooKeeper>.Instance).RunAsync(options, CancellationToken.None);

    private EmbeddedZooKeeperOptions Options() => new() { Port = FreePorts.Next(), DataDirectory = _directory };

    private Task<ZooKeeperClient> Connect(EmbeddedZooKeeperOptions options, TimeSpan? timeout = null) => ZooKeeperClient.Connect(
        new ZooKeeperOptions { Servers = ConnectString.Parse($"127.0.0.1:{options.Port}"), SessionTimeout = timeout ?? TimeSpan.FromSeconds(10) },
        TimeProvider.System, new Random(1), NullLogger<ZooKeeperClient>.Instance, _deadline.Token);

    /// <summary>A server inside the test's process, stopped in an orderly way.</summary>
    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _run;

        public Running(EmbeddedZooKeeperOptions options) =>
            _run = new EmbeddedZooKeeper(TimeProvider.System, NullLogger<EmbeddedZooKeeper>.Instance).RunAsync(options, _stop.Token);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _run.WaitAsync(TimeSpan.FromSeconds(10));
            _stop.Dispose();
        }
    }
}
