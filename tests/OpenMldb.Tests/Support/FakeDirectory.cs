using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Discovery;

namespace Nightshift.OpenMldb.Tests.Support;

/// <summary>A directory whose leader and tablets are set by the test.</summary>
internal sealed class FakeDirectory : IClusterDirectory
{
    private int _leaderReads;

    /// <summary>Given the number of the read, from 1.</summary>
    public Func<int, Endpoint?> Leader { get; set; } = _ => null;

    public ImmutableArray<NameserverNode> Standbys { get; set; } = [];

    public List<TabletNode> Tablets { get; } = [];

    public int LeaderReads => _leaderReads;

    public static NameserverNode Node(Endpoint endpoint, bool leads = true) =>
        new(endpoint, endpoint, leads, $"lock_request{endpoint.Port:D10}", DateTimeOffset.UnixEpoch);

    public static TabletNode Tablet(Endpoint endpoint, Endpoint address) => new(endpoint, address, false, 1, 1, 0, DateTimeOffset.UnixEpoch);

    public Task<NameserverNode?> FindLeader(CancellationToken cancellationToken) =>
        Task.FromResult(Leader(Interlocked.Increment(ref _leaderReads)) is { } leader ? Node(leader) : null);

    public async Task<ImmutableArray<NameserverNode>> ListNameservers(CancellationToken cancellationToken) =>
        await FindLeader(cancellationToken) is { } leader ? [leader, .. Standbys] : Standbys;

    public Task<ImmutableArray<TabletNode>> ListTablets(CancellationToken cancellationToken) => Task.FromResult(Tablets.ToImmutableArray());

    public Task<TabletNode?> FindTablet(Endpoint tablet, CancellationToken cancellationToken) => Task.FromResult(Tablets.Find(t => t.Endpoint == tablet));

    public Task<Endpoint> Resolve(Endpoint endpoint, CancellationToken cancellationToken) =>
        Task.FromResult(Tablets.Find(t => t.Endpoint == endpoint)?.Address ?? endpoint);

    public Task<bool> WaitUntilGone(TabletNode node, TimeSpan deadline, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<TabletNode?> WaitUntilRegistered(Endpoint tablet, TabletNode? previous, TimeSpan deadline, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<NodeRemoval> DeleteNode(TabletNode node, CancellationToken cancellationToken) => throw new NotSupportedException();
}
