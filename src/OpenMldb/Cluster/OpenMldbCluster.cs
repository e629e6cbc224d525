using Microsoft.Extensions.Logging;
using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Guards;
using Nightshift.OpenMldb.Leaks;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.OpenMldb.Processes;
using Nightshift.OpenMldb.Snapshots;
using Nightshift.Runs;
using Nightshift.ZooKeeper;
using Finding = Nightshift.Clusters.Finding;
using TableStatus = Nightshift.Clusters.TableStatus;

namespace Nightshift.OpenMldb;

/// <summary>One configured OpenMLDB cluster. Connects when it is first asked.</summary>
internal sealed class OpenMldbCluster : ICluster
{
    private const ulong LagWorthANote = 100_000;

    private readonly ZooKeeperSessions _zooKeeper;
    private readonly OpenMldbClient _client;
    private readonly Deployments _deployments;
    private readonly MaintenanceServices _maintenance;
    private readonly OpenMldbSettings _settings;
    private readonly OtherComponents _others;
    private readonly GuardSnapshots _guardSnapshots;
    private readonly LeftBehindReader _leftBehind;
    private readonly Tidying _tidying;
    private readonly TimeProvider _time;

    public OpenMldbCluster(string name, OpenMldbKind kind, OpenMldbSettings settings, IHosts hosts, IRunsOfClusters? runs, TimeProvider time, ILoggerFactory loggers)
    {
        Name = name;
        Kind = kind;
        _settings = settings;
        _time = time;
        var auth = SecretReference.Resolve(settings.ZooKeeperDigest) is { } digest ? [AuthInfo.Digest(digest)] : Array.Empty<AuthInfo>();
        var options = new ZooKeeperOptions { Servers = ConnectString.Parse(settings.ZooKeeper), Auth = auth };

        // The order of servers only spreads clients over an ensemble; it decides nothing that a run depends on.
        var shuffle = new Random(StringComparer.Ordinal.GetHashCode(name));
        _zooKeeper = new ZooKeeperSessions(options, time, shuffle, loggers.CreateLogger<ZooKeeperClient>());
        _client = new OpenMldbClient(
            async cancellationToken => await _zooKeeper.Current(cancellationToken),
            ZNodePath.Parse(settings.RootPath),
            ClientOptions(settings),
            time,
            loggers.CreateLogger<OpenMldbClient>());
        _deployments = new Deployments(name, settings, hosts);
        _others = new OtherComponents(_client.Pages, time);
        _maintenance = new MaintenanceServices(_client, Process, Options(settings), time) { ByHand = new HandCommands(_deployments.Nameservers, settings.Authorization, _deployments.Find) };
        _guardSnapshots = new GuardSnapshots(_client.Snapshots, time);
        var vendor = new VendorTool(_deployments.StatPlaces, settings.RootPath);
        _leftBehind = new LeftBehindReader(_client.Snapshots, vendor, tablet => _deployments.Find(tablet) is not null, settings.AutoFailover);
        _tidying = new Tidying(name, _maintenance, _leftBehind, vendor, runs ?? NoRuns.Instance);
        Releases = [.. settings.Releases.OrderBy(release => release.Key, StringComparer.Ordinal).Select(release => new Release(release.Key, release.Value))];

        ITabletProcess Process(Endpoint tablet) => new TabletProcess(_deployments.Of(tablet), _client.Pages, _client.Directory, time);
    }

    public string Name { get; }

    public IClusterKind Kind { get; }

    public IReadOnlyList<Release> Releases { get; }

    public async Task<Fingerprint> FingerprintAsync(CancellationToken cancellationToken) =>
        ClusterFingerprint.Of(await _client.Snapshots.Read(new SnapshotScope(Versions: true), cancellationToken));

    public async Task<ClusterStatus> StatusAsync(CancellationToken cancellationToken)
    {
        var snapshot = _client.Snapshots.Read(new SnapshotScope(Versions: true), cancellationToken);
        var others = _others.AskAsync(_deployments.All, cancellationToken);
        return StatusReport.Of(Name, await snapshot, await others);
    }

    public async Task<IReadOnlyList<TableStatus>> TablesAsync(CancellationToken cancellationToken)
    {
        var snapshot = await _client.Snapshots.Read(SnapshotScope.Metadata, cancellationToken);
        return TableReport.Of(snapshot);
    }

    public async Task<IReadOnlyList<PartitionStatus>> PartitionsAsync(string table, CancellationToken cancellationToken) =>
        PartitionReport.Of(Name, await _client.Snapshots.Read(SnapshotScope.Metadata, cancellationToken), table);

    public async Task<IReadOnlyList<OperationStatus>> OperationsAsync(string? filter, CancellationToken cancellationToken) =>
        OperationReport.Of(await _client.Nameserver.ShowOpStatus(OpFilter.All, cancellationToken), filter);

    public async Task<IReadOnlyList<Finding>> CheckAsync(CancellationToken cancellationToken)
    {
        var snapshot = await _client.Snapshots.Read(SnapshotScope.Everything, cancellationToken);
        var limits = new HealthLimits { MaxLag = LagWorthANote, SnapshotHour = _settings.SnapshotHour, TimeZone = TimeZoneInfo.Local };
        var found = HealthCheck.Of(snapshot, limits).Findings.Select(finding =>
            new Finding(finding.Thing, finding.Reason, finding.NextStep, finding.Kind != FindingKind.Notice));
        return [.. found.OrderByDescending(finding => finding.Blocks), .. Uninstalled(snapshot)];
    }

    public async Task<IReadOnlyList<string>> NodeNamesAsync(Type nodeType, CancellationToken cancellationToken)
    {
        if (nodeType != typeof(Tablet)) throw new ArgumentException($"{nodeType.Name} is not a node of OpenMLDB", nameof(nodeType));
        var tablets = await _client.Nameserver.ShowTablet(cancellationToken);
        return [.. tablets.Select(tablet => tablet.Endpoint.ToString()).Order(StringComparer.Ordinal)];
    }

    public TNode Node<TNode>(string name, IRunContext context)
        where TNode : INode
    {
        if (typeof(TNode) != typeof(Tablet)) throw new ArgumentException($"{typeof(TNode).Name} is not a node of OpenMLDB");
        return (TNode)(INode)new Tablet(Endpoint.Parse(name), context, _maintenance);
    }

    public object Bind(IRunContext context) => new OpenMldb(context, _maintenance, _tidying);

    public IReadOnlyList<GuardDefinition> Guards(GuardContext context) => OpenMldbGuards.Of(context, _guardSnapshots, Limits(_settings.Guards), _time);

    public async Task<LeakReport> LeaksAsync(RunsOfCluster runs, CancellationToken cancellationToken) =>
        LeakSentences.Report(await _leftBehind.Read(runs, cancellationToken), $"/tidy openmldb --on {Name}");

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _zooKeeper.DisposeAsync();
    }

    private static OpenMldbClientOptions ClientOptions(OpenMldbSettings settings)
    {
        var authorization = SecretReference.Resolve(settings.Authorization);
        return authorization is null ? new OpenMldbClientOptions() : new OpenMldbClientOptions { Authorization = authorization };
    }

    private static MaintenanceOptions Options(OpenMldbSettings settings)
    {
        var usual = new MaintenanceOptions();
        return usual with
        {
            SessionNode = settings.RemoveDeadNode ? SessionNode.RemoveOnceDead : SessionNode.Wait,
            SnapshotHour = settings.SnapshotHour,
            MoveDeadline = settings.Limits.Move ?? usual.MoveDeadline,
            StopDeadline = settings.Limits.Stop ?? usual.StopDeadline,
            StartDeadline = settings.Limits.Start ?? usual.StartDeadline,
            CatchUpDeadline = settings.Limits.CatchUp ?? usual.CatchUpDeadline,
            CopyDeadline = settings.Limits.Copy ?? usual.CopyDeadline,
        };
    }

    private static GuardLimits Limits(GuardSettings settings)
    {
        var usual = new GuardLimits();
        return new GuardLimits
        {
            LeaderlessFor = settings.LeaderlessFor ?? usual.LeaderlessFor,
            NodeBudget = settings.NodeBudget ?? usual.NodeBudget,
            HoldLostFor = settings.HoldLostFor ?? usual.HoldLostFor,
            Grace = settings.Grace ?? usual.Grace,
        };
    }

    /// <summary>A tablet that nobody said the directory of can be drained, but not stopped or started.</summary>
    private IEnumerable<Finding> Uninstalled(ClusterSnapshot snapshot) =>
        snapshot.Tablets.TryGet(out var tablets)
            ? tablets
                .Where(tablet => _deployments.Find(tablet.Endpoint) is null)
                .Select(tablet => new Finding(
                    $"tablet {tablet.Endpoint}", "nobody said where it is installed", $"add it under Nightshift:Clusters:{Name}:Nodes to stop, start or upgrade it", Blocks: false))
            : [];
}
