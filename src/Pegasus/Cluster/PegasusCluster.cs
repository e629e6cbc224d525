using Microsoft.Extensions.Logging;
using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.Pegasus.Canary;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Guards;
using Nightshift.Pegasus.Leaks;
using Nightshift.Pegasus.Maintenance;
using Nightshift.Pegasus.Processes;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Runs;

namespace Nightshift.Pegasus;

/// <summary>One configured Pegasus cluster. Connects when it is first asked.</summary>
internal sealed class PegasusCluster : ICluster
{
    private readonly PegasusSettings _settings;
    private readonly IReadOnlyList<Endpoint> _metas;
    private readonly PegasusClient _client;
    private readonly OwnClusterSnapshots _snapshots;
    private readonly Installations _installations;
    private readonly MaintenanceServices _maintenance;
    private readonly StatusReader _status;
    private readonly GuardSnapshots _guardSnapshots;
    private readonly LeftBehindReader _leftBehind;
    private readonly Tidying _tidying;
    private readonly Canaries _canaries;
    private readonly TimeProvider _time;

    public PegasusCluster(string name, PegasusKind kind, PegasusSettings settings, IHosts hosts, IRunsOfClusters? runs, MaintenanceOptions maintenance, TimeProvider time, ILoggerFactory loggers)
    {
        Name = name;
        Kind = kind;
        _settings = settings;
        _time = time;
        _metas = [.. settings.Metas.Split(',', StringSplitOptions.TrimEntries).Select(Endpoint.Parse)];
        _client = new PegasusClient(_metas, new PegasusClientOptions(), time, loggers.CreateLogger<PegasusClient>());
        _snapshots = new OwnClusterSnapshots(new SnapshotReader(_client, time), settings.ClusterName);
        _installations = new Installations(name, settings, hosts, time);
        _maintenance = new MaintenanceServices(_client, _snapshots, _installations.Process, settings.Limits.Apply(maintenance), time)
        {
            ByHand = new HandCommands(_metas, (role, server, start) => _installations.Find(role, server) is null ? null : _installations.Process(role, server).ByHand(start)),
            Installed = role => [.. _installations.Named.Where(server => server.Role == role).Select(server => server.Endpoint)],
        };
        _status = new StatusReader(name, _client, _snapshots, new OtherProcesses(_client, time), time);
        _canaries = new Canaries(_client, settings.Canary, time);
        _guardSnapshots = new GuardSnapshots(_snapshots, time);
        _leftBehind = new LeftBehindReader(new LeaderSettings(_client, _snapshots), settings.Level.Length == 0 ? null : settings.Level);
        _tidying = new Tidying(name, _client, _leftBehind, runs ?? NoRuns.Instance);
        Releases = [.. settings.Releases.OrderBy(release => release.Key, StringComparer.Ordinal).Select(release => new Release(release.Key, release.Value))];
    }

    public string Name { get; }

    public IClusterKind Kind { get; }

    public IReadOnlyList<Release> Releases { get; }

    public string OperationsUnseen => OperationReport.Unseen;

    /// <summary>A cluster that is down as a whole has a fingerprint too, so that it can be started; one whose leader is only missing is waited for.</summary>
    public async Task<Fingerprint> FingerprintAsync(CancellationToken cancellationToken) => await IsDownAsync(cancellationToken)
        ? ClusterFingerprint.Down
        : ClusterFingerprint.Of(await _snapshots.Read(SnapshotScope.Everything, cancellationToken), _settings.Canary.Enabled ? _settings.Canary.Table : null);

    public Task<ClusterStatus> StatusAsync(CancellationToken cancellationToken) =>
        _status.ReadAsync(_metas, _maintenance.Installed(ServerRoles.Replica), [.. Collectors], cancellationToken);

    public async Task<IReadOnlyList<TableStatus>> TablesAsync(CancellationToken cancellationToken) =>
        TableReport.Of(await _snapshots.Read(SnapshotScope.Placement, cancellationToken));

    public async Task<IReadOnlyList<PartitionStatus>> PartitionsAsync(string table, CancellationToken cancellationToken)
    {
        var snapshot = await _snapshots.Read(SnapshotScope.Placement, cancellationToken);
        var found = snapshot.Tables.FirstOrDefault(known => known.App.Name == table)
            ?? throw new NoSuchTableException(Name, table, [.. snapshot.Tables.Select(known => known.App.Name).Order(StringComparer.Ordinal)]);
        var alive = snapshot.Alive();
        return PartitionReport.Of(found, alive, await OpenReplicas.Read(_client, alive, cancellationToken));
    }

    public async Task<IReadOnlyList<OperationStatus>> OperationsAsync(string? filter, CancellationToken cancellationToken)
    {
        var snapshot = await _snapshots.Read(SnapshotScope.Placement, cancellationToken);
        var open = await OpenReplicas.Read(_client, snapshot.Alive(), cancellationToken);
        return OperationReport.Of(snapshot, OpenReplicas.Learners(open, snapshot), OpenReplicas.Silent(open), filter);
    }

    /// <summary>What a restart would be refused for, by the very examination that refuses it, and what else is worth knowing.</summary>
    public async Task<IReadOnlyList<Finding>> CheckAsync(CancellationToken cancellationToken)
    {
        var (snapshot, findings) = await new Examiner(_maintenance).Examine(null, allowFewReplicas: false, cancellationToken);
        var known = findings.Select(finding => finding.Thing).ToHashSet(StringComparer.Ordinal);
        var notes = HealthCheck.Of(snapshot).Where(finding => !finding.Blocks && !known.Contains(finding.Thing));
        return [.. findings.OrderByDescending(finding => finding.Blocks), .. notes, .. Uninstalled(snapshot)];
    }

    public async Task<IReadOnlyList<string>> NodeNamesAsync(Type nodeType, CancellationToken cancellationToken)
    {
        IEnumerable<Endpoint> names = nodeType == typeof(ReplicaServer) ? (await _client.Meta.ListNodes(cancellationToken)).Select(node => node.Server.Name)
            : nodeType == typeof(MetaServer) ? _metas
            : nodeType == typeof(Collector) ? Collectors
            : throw new ArgumentException($"{nodeType.Name} is not a node of Pegasus", nameof(nodeType));
        return [.. names.Select(name => name.ToString()).Order(StringComparer.Ordinal)];
    }

    public TNode Node<TNode>(string name, IRunContext context)
        where TNode : INode
    {
        INode node = typeof(TNode) == typeof(ReplicaServer) ? new ReplicaServer(Endpoint.Parse(name), context, _maintenance)
            : typeof(TNode) == typeof(MetaServer) ? new MetaServer(Endpoint.Parse(name), context, _maintenance)
            : typeof(TNode) == typeof(Collector) ? new Collector(Endpoint.Parse(name), context, _maintenance)
            : throw new ArgumentException($"{typeof(TNode).Name} is not a node of Pegasus");
        return (TNode)node;
    }

    public object Bind(IRunContext context) => new Pegasus(context, _maintenance, _canaries, _tidying);

    public IReadOnlyList<GuardDefinition> Guards(GuardContext context) =>
        [.. PegasusGuards.Of(context, _guardSnapshots, GuardLimits.Of(_settings.Guards), IsDownAsync, _time), CanaryGuard.Of(context, _canaries)];

    public async Task<LeakReport> LeaksAsync(RunsOfCluster runs, CancellationToken cancellationToken) =>
        LeakSentences.Report(await _leftBehind.Read(runs, cancellationToken), $"/tidy pegasus --on {Name}");

    public async ValueTask DisposeAsync()
    {
        await _canaries.DisposeAsync();
        await _client.DisposeAsync();
    }

    private async Task<bool> IsDownAsync(CancellationToken cancellationToken) =>
        (await _client.Metas(cancellationToken)).All(meta => meta.Role == MetaRole.Unreachable);

    private IEnumerable<Endpoint> Collectors => _maintenance.Installed(ServerRoles.Collector);

    /// <summary>A server that nobody said the directory of can be drained, but not stopped or started.</summary>
    private IEnumerable<Finding> Uninstalled(ClusterSnapshot snapshot) =>
        snapshot.Nodes.Select(node => (Role: ServerRoles.Replica, node.Server.Name)).Concat(snapshot.Metas.Select(meta => (Role: ServerRoles.Meta, Name: meta.Address)))
            .Where(server => _installations.Find(server.Role, server.Name) is null)
            .Select(server => new Finding(
                $"{ServerRoles.ForPeople(server.Role)} {server.Name}", "nobody said where it is installed", $"add it under Nightshift:Clusters:{Name}:Servers to stop, start or upgrade it", Blocks: false));
}
