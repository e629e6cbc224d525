using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Onebox.Pegasus.Meta;
using Nightshift.Onebox.Pegasus.Meta.Guardian;
using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;
using Nightshift.Onebox.Tests.Deployment;

namespace Nightshift.Onebox.Tests.Pegasus.Meta;

/// <summary>What decides in a leader, without network and ZooKeeper. Nodes are named by their ports.</summary>
internal sealed class Brain : IAsyncDisposable
{
    private readonly MetaTasks _tasks = new();

    public Brain(TestConfiguration? configuration = null, params ReadOnlySpan<int> nodes)
    {
        Configuration = configuration ?? [];
        Options = new MetaOptions(Configuration, WireGeneration.Address);
        Settings = new MetaSettings(Options);
        Detector = new FailureDetector(Options, Time, NullLogger.Instance);
        var level = new LevelRules(Settings, Detector);
        Guardian = new PartitionGuardian(Cluster, Options, Settings, Time, NullLogger.Instance);
        Updates = new PartitionUpdates(
            Cluster, Guardian, level, Options, Settings, Storage, Sent, _tasks, WireGeneration.Address, TimeProvider.System, NullLogger.Instance);
        Balancer = new Balancer(Cluster, Options, Settings);
        Round = new PartitionRound(Cluster, Guardian, Balancer, level, Settings, Sent, NullLogger.Instance);
        Faults = new OneboxFaults(Configuration, NullLogger.Instance);
        Proposals = new Proposals(Cluster, Sent, Faults);
        foreach (var port in nodes)
        {
            Revive(port);
        }
    }

    public TestConfiguration Configuration { get; }

    public MetaOptions Options { get; }

    public MetaSettings Settings { get; }

    public ClusterState Cluster { get; } = new();

    public ManualTime Time { get; } = new();

    public SentProposals Sent { get; } = new();

    public HeldStorage Storage { get; } = new();

    public FailureDetector Detector { get; }

    public PartitionGuardian Guardian { get; }

    public PartitionUpdates Updates { get; }

    public Balancer Balancer { get; }

    public PartitionRound Round { get; }

    public OneboxFaults Faults { get; }

    public Proposals Proposals { get; }

    public static NodeAddress Node(int port) => port == 0 ? NodeAddress.None : NodeAddress.Parse($"10.0.0.1:{port}");

    public static ProposalAction Action(ConfigType type, int target, int node) => new() { Type = type, Target = Node(target), Node = Node(node) };

    /// <summary>A table whose every partition has that primary, those secondaries and those last drops.</summary>
    public MetaApp Table(int id, int partitions, int primary, int[] secondaries, int[]? drops = null, int replicas = 3)
    {
        var app = new MetaApp(new AppInfo
        {
            Status = AppStatus.Available, AppId = id, AppName = $"table{id}", AppType = "pegasus", IsStateful = true, PartitionCount = partitions, MaxReplicaCount = replicas,
        });
        Cluster.Apps[id] = app;
        Cluster.Existing[app.Info.AppName] = app;
        for (var index = 0; index < partitions; index++)
        {
            Place(app, index, primary, secondaries, drops ?? []);
        }

        return app;
    }

    public void Place(MetaApp app, int index, int primary, int[] secondaries, params int[] drops)
    {
        var old = app.Partitions[index];
        foreach (var node in Cluster.Nodes.Values)
        {
            node.Remove(old.Pid, onlyPrimary: false);
        }

        var config = old.Copy();
        config.Ballot = 3;
        (config.Primary, config.Secondaries, config.LastDrops) = (Node(primary), [.. secondaries.Select(Node)], [.. drops.Select(Node)]);
        app.Partitions[index] = config;
        app.Contexts[index].Actions.Clear();
        foreach (var port in drops)
        {
            app.Contexts[index].RecordDrop(Node(port), Time.NowMs, maxReserved: 3);
        }

        if (primary != 0)
        {
            Cluster.FindOrAdd(Node(primary)).Put(config.Pid, asPrimary: true);
        }

        foreach (var port in secondaries)
        {
            Cluster.FindOrAdd(Node(port)).Put(config.Pid, asPrimary: false);
        }
    }

    public void Revive(int port)
    {
        Detector.OnBeacon(Node(port));
        Cluster.FindOrAdd(Node(port)).IsAlive = true;
    }

    public void Kill(int port) => Cluster.FindOrAdd(Node(port)).IsAlive = false;

    /// <summary>Status and action of cure: <c>Ill AddSecondary 1 3</c>.</summary>
    public string Cure(MetaApp app, int index = 0)
    {
        var (status, action) = Guardian.Cure(app, index);
        return action is null ? $"{status}" : $"{status} {action.Type} {action.Target.Ip.Port} {action.Node.Ip.Port}";
    }

    /// <summary>A primary asks for a change: the configuration after it.</summary>
    public Task<RpcAnswer> Ask(MetaApp app, ConfigType type, int node, int primary, params int[] secondaries)
    {
        var config = app.Partitions[0].Copy();
        config.Ballot++;
        (config.Primary, config.Secondaries) = (Node(primary), [.. secondaries.Select(Node)]);
        return Updates.UpdateAsync(new ConfigurationUpdateRequest { Config = config, Type = type, Node = Node(node) });
    }

    /// <summary>Ends the write under way and waits until its change is taken in.</summary>
    public async Task WrittenAsync(MetaApp app)
    {
        Storage.End();
        await Eventually.True("the change is taken in", () => !app.Contexts[0].IsPendingSync);
        lock (Cluster.Gate)
        {
            // What follows a change is done before the gate opens.
        }
    }

    public ValueTask DisposeAsync() => _tasks.DisposeAsync();
}
