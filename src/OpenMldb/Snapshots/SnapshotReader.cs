using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Discovery;

namespace Nightshift.OpenMldb.Snapshots;

/// <summary>
/// Reads what there is at the same time; what cannot be read becomes unknown with its reason, and does not hide the rest.
/// </summary>
internal sealed class SnapshotReader(
    IClusterDirectory directory, INameserver nameserver, IServerPages pages, Func<Endpoint, Endpoint, ITablet> tabletAt, TimeProvider time) : ISnapshotReader
{
    private const string NotAsked = "it was not asked for";

    public async Task<ClusterSnapshot> Read(SnapshotScope scope, CancellationToken cancellationToken)
    {
        var takenAt = time.GetUtcNow();
        var nameservers = Try(() => directory.ListNameservers(cancellationToken));
        var registered = scope.Registrations
            ? Try(() => directory.ListTablets(cancellationToken))
            : Task.FromResult(Reading<ImmutableArray<TabletNode>>.Unknown(NotAsked));
        var listed = Try(() => nameserver.ShowTablet(cancellationToken));
        var tables = Try(() => nameserver.ShowAllTables(cancellationToken));
        var databases = Try(() => nameserver.ShowDatabase(cancellationToken));
        var ops = Try(() => nameserver.ShowOpStatus(OpFilter.All, cancellationToken));
        var conf = Try(() => nameserver.ConfGet(cancellationToken));
        await Task.WhenAll(nameservers, registered, listed, tables, databases, ops, conf);
        return new ClusterSnapshot
        {
            TakenAt = takenAt,
            Leader = LeaderOf(await nameservers),
            Nameservers = await WithVersions(await nameservers, scope, cancellationToken),
            Tablets = await Tablets(await listed, await registered, scope, cancellationToken),
            Databases = DatabasesOf(await databases, await tables),
            Tables = await tables,
            Ops = await ops,
            AutoFailover = AutoFailoverOf(await conf),
        };
    }

    private static Reading<NameserverNode> LeaderOf(Reading<ImmutableArray<NameserverNode>> nameservers) => nameservers switch
    {
        { IsKnown: false } => Reading<NameserverNode>.Unknown(nameservers.Reason),
        { Value.IsEmpty: true } => Reading<NameserverNode>.Unknown("no nameserver is registered"),
        _ => Reading<NameserverNode>.Known(nameservers.Value[0]),
    };

    private static Reading<bool> AutoFailoverOf(Reading<ImmutableDictionary<string, string>> conf) => conf switch
    {
        { IsKnown: false } => Reading<bool>.Unknown(conf.Reason),
        _ when conf.Value.TryGetValue("auto_failover", out var text) && bool.TryParse(text, out var on) => Reading<bool>.Known(on),
        _ => Reading<bool>.Unknown("the nameserver's settings do not say"),
    };

    private static Reading<ImmutableArray<string>> DatabasesOf(Reading<ImmutableArray<string>> listed, Reading<ImmutableArray<TableInfo>> tables)
    {
        if (!listed.IsKnown || !tables.IsKnown)
            return Reading<ImmutableArray<string>>.Unknown(listed.Reason ?? tables.Reason!);
        var all = listed.Value.Concat(tables.Value.Select(t => t.Db)).Where(d => d.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return Reading<ImmutableArray<string>>.Known([.. all]);
    }

    private async Task<Reading<ImmutableArray<NameserverView>>> WithVersions(
        Reading<ImmutableArray<NameserverNode>> nameservers, SnapshotScope scope, CancellationToken cancellationToken)
    {
        if (!nameservers.IsKnown)
            return Reading<ImmutableArray<NameserverView>>.Unknown(nameservers.Reason);
        return Reading<ImmutableArray<NameserverView>>.Known(await Bounded.Select(
            nameservers.Value, scope.Parallelism, async (node, token) => new NameserverView(node, await Version(scope, node.Address, token)), cancellationToken));
    }

    private async Task<Reading<ImmutableArray<TabletView>>> Tablets(
        Reading<ImmutableArray<TabletStatus>> listed, Reading<ImmutableArray<TabletNode>> registered, SnapshotScope scope, CancellationToken cancellationToken)
    {
        if (!listed.IsKnown)
            return Reading<ImmutableArray<TabletView>>.Unknown(listed.Reason);
        var nodes = registered.IsKnown ? registered.Value.ToDictionary(n => n.Endpoint) : [];
        var unlisted = nodes.Keys.Except(listed.Value.Select(t => t.Endpoint)).Select(e => new TabletStatus(e, TabletState.Unknown, null, null));
        var views = await Bounded.Select(
            listed.Value.Concat(unlisted).OrderBy(t => t.Endpoint), scope.Parallelism,
            (status, token) =>
            {
                var node = registered.IsKnown ? Reading<TabletNode?>.Known(nodes.GetValueOrDefault(status.Endpoint)) : Reading<TabletNode?>.Unknown(registered.Reason);
                return View(status, node, scope, token);
            },
            cancellationToken);
        return Reading<ImmutableArray<TabletView>>.Known(views);
    }

    private async Task<TabletView> View(TabletStatus status, Reading<TabletNode?> node, SnapshotScope scope, CancellationToken cancellationToken)
    {
        if (AddressOf(status, node) is not { } address)
        {
            const string Unreachable = "it is not registered, so there is no address to ask";
            return new TabletView(
                status.Endpoint, status.State, status.Age, node, Reading<string>.Unknown(Unreachable), Reading<LiveTables>.Unknown(Unreachable));
        }

        var version = Version(scope, address, cancellationToken);
        var live = scope.Live
            ? Try(async () => new LiveTables(await tabletAt(status.Endpoint, address).GetTableStatus(cancellationToken)))
            : Task.FromResult(Reading<LiveTables>.Unknown(NotAsked));
        return new TabletView(status.Endpoint, status.State, status.Age, node, await version, await live);
    }

    private static Endpoint? AddressOf(TabletStatus status, Reading<TabletNode?> node) =>
        node is { IsKnown: true, Value: { } known } ? known.Address
        : status.RealEndpoint is { IsName: false } real ? real
        : status.Endpoint.IsName ? null
        : status.Endpoint;

    private Task<Reading<string>> Version(SnapshotScope scope, Endpoint address, CancellationToken cancellationToken) =>
        scope.Versions ? Try(() => pages.Version(address, cancellationToken)) : Task.FromResult(Reading<string>.Unknown(NotAsked));

    private static async Task<Reading<T>> Try<T>(Func<Task<T>> read)
    {
        try
        {
            return Reading<T>.Known(await read());
        }
        catch (Exception e) when (e is OpenMldbException or DiscoveryException)
        {
            return Reading<T>.Unknown(e.Message);
        }
    }
}
