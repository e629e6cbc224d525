using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.ZooKeeper.Tests.Servers;
using Nightshift.ZooKeeper.Tests.Suite;

namespace Nightshift.ZooKeeper.Tests;

public sealed class EnsembleTests : IAsyncLifetime
{
    private readonly List<ZooKeeperProcess> _members = [];

    public async Task InitializeAsync()
    {
        var members = Enumerable.Range(1, 3).Select(id => (Id: id, Quorum: FreePorts.Next(), Election: FreePorts.Next())).ToList();
        var configuration = "initLimit=100\nsyncLimit=50\n" +
            string.Join('\n', members.Select(m => $"server.{m.Id}=127.0.0.1:{m.Quorum}:{m.Election}"));
        _members.AddRange(members.Select(m => new ZooKeeperProcess(FreePorts.Next(), configuration, m.Id)));
        foreach (var member in _members)
            member.Launch();
        foreach (var member in _members)
            await member.UntilServing();
    }

    public async Task DisposeAsync()
    {
        foreach (var member in _members)
            await member.DisposeAsync();
    }

    [Fact]
    public async Task Client_LeaderKilled_GoesOnWithTheSameSessionAndAllAcknowledgedWrites()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var options = new ZooKeeperOptions
        {
            Servers = ConnectString.Parse(string.Join(',', _members.Select(m => m.Address))),
            SessionTimeout = TimeSpan.FromSeconds(20),
        };
        await using var client = await ZooKeeperClient.Connect(
            options, TimeProvider.System, new Random(3), NullLogger<ZooKeeperClient>.Instance, deadline.Token);
        var id = client.SessionId;
        var path = ZNodePath.Parse("/log");
        var owned = ZNodePath.Parse("/owned");
        await client.Create(path, default, CreateMode.Persistent, ZNodeAcl.Open, deadline.Token);
        await client.Create(owned, default, CreateMode.Ephemeral, ZNodeAcl.Open, deadline.Token);
        var acknowledged = new List<string>();
        await WriteUntil(10);

        var leader = await Leader();
        await leader.Kill();
        await WriteUntil(20);

        await client.Sync(path, deadline.Token);
        Assert.Empty(acknowledged.Except((await client.Children(path, deadline.Token)).Names));
        Assert.Equal(id, client.SessionId);
        Assert.Equal(id, (await client.Exists(owned, deadline.Token))!.EphemeralOwner);
        await leader.Start();
        await client.WaitUntil(owned, node => node is not null, deadline.Token);

        async Task WriteUntil(int count)
        {
            while (acknowledged.Count < count)
            {
                try
                {
                    acknowledged.Add((await client.Create(
                        path / "n", default, CreateMode.PersistentSequential, ZNodeAcl.Open, deadline.Token)).Name);
                }
                catch (ConnectionLossException lost) when (lost.OutcomeUnknown)
                {
                }
            }
        }
    }

    private async Task<ZooKeeperProcess> Leader()
    {
        foreach (var member in _members)
        {
            if (await member.UntilServing() == "leader")
                return member;
        }

        throw new InvalidOperationException("the ensemble has no leader");
    }
}
