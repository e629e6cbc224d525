using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Maintenance;
using Xunit.Abstractions;

using Nightshift.Pegasus.Processes;
namespace Nightshift.Pegasus.Tests.Maintenance.Support;

/// <summary>A fake cluster with two tables, and a run on it.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private readonly ITestOutputHelper _output;
    private readonly Dictionary<Endpoint, FakeProcess> _processes = [];

    public Rig(ITestOutputHelper output, int servers = 5, FakeTimes? times = null, MaintenanceOptions? options = null, int partitions = 8)
    {
        _output = output;
        Cluster = new FakeCluster(servers, times);
        Cluster.CreateTable("orders", partitions, 3);
        Cluster.CreateTable("users", partitions, 3);
        Services = Serve(options ?? Options(Cluster.Times));
        Run = new TestRun(Journal);
    }

    public FakeCluster Cluster { get; }

    public MaintenanceServices Services { get; }

    public TestJournal Journal { get; } = new();

    public TestRun Run { get; set; }

    public FakeServer First => Cluster.Servers[0];

    public ReplicaServer Server(int index = 0) => new(Cluster.Servers[index].Name, Run, Services);

    public FakeProcess Process(FakeServer server)
    {
        lock (_processes)
        {
            if (!_processes.TryGetValue(server.Name, out var process)) _processes.Add(server.Name, process = new FakeProcess(Cluster, server));
            return process;
        }
    }

    public static MaintenanceOptions Options(FakeTimes times) => new()
    {
        Look = TimeSpan.FromMilliseconds(2),
        SlowLook = TimeSpan.FromMilliseconds(20),
        Unanswered = TimeSpan.FromMilliseconds(80),
        LeaderlessBound = TimeSpan.FromMilliseconds(400),
        MetaRound = times.Round,
        HoldsLook = TimeSpan.FromMilliseconds(100),
        FollowLeader = TimeSpan.FromMilliseconds(100),
        AskAgain = TimeSpan.FromMilliseconds(60),
        LeaveToMeta = TimeSpan.FromSeconds(1),
        FirstBack = TimeSpan.FromSeconds(4),
        BetweenMetas = TimeSpan.FromMilliseconds(300),
        BalancedFor = TimeSpan.FromMilliseconds(300),
        DrainDeadline = TimeSpan.FromSeconds(15),
        CloseDeadline = TimeSpan.FromSeconds(10),
        StartDeadline = TimeSpan.FromSeconds(10),
        HealDeadline = TimeSpan.FromSeconds(15),
        MetaDeadline = TimeSpan.FromSeconds(10),
        SettleDeadline = TimeSpan.FromSeconds(5),
    };

    /// <summary>One server as a playbook does it.</summary>
    public async Task Restart(int index = 0, Release? version = null, Func<Task>? meanwhile = null)
    {
        var server = Server(index);
        if (version is not null) await server.Stage(version);
        await using var drained = await server.Drain();
        if (meanwhile is not null) await meanwhile();
        await server.Stop();
        if (version is not null) await server.Install(version);
        await server.Start();
        await server.Heal();
    }

    /// <summary>Everything is as before: settings, members, processes; and nothing aborted.</summary>
    public async Task AsBefore()
    {
        await Wait.Until(
            () =>
            {
                lock (Cluster.Gate)
                    return Task.FromResult(Cluster.Partitions.Values.All(partition => partition.Config.Primary is not null && partition.Config.MemberCount == partition.Config.MaxReplicas));
            },
            "every partition to be complete");
        Assert.Empty(Cluster.Aborts);
        Assert.Equal(MetaLevel.Steady, Cluster.Level);
        foreach (var (name, value) in Cluster.Configured) Assert.Equal(value, Cluster.Settings[name]);
        Assert.All(Cluster.Servers, server => Assert.True(server.Serving));
    }

    public int Primaries(FakeServer server)
    {
        lock (Cluster.Gate) return Cluster.Partitions.Values.Count(partition => partition.Config.Primary == server.Server);
    }

    public int Members(FakeServer server)
    {
        lock (Cluster.Gate) return Cluster.Partitions.Values.Count(partition => partition.Has(server.Server));
    }

    public bool Said(string text) => Journal.Lines.Any(line => line.Contains(text, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        foreach (var line in Journal.Lines) _output.WriteLine(line);
        foreach (var line in Cluster.Log) _output.WriteLine($"    {line}");
        await Cluster.DisposeAsync();
    }

    private MaintenanceServices Serve(MaintenanceOptions options) => new(
        Cluster.Client,
        Cluster.Client,
        (role, name) => role == ServerRoles.Meta ? new FakeMetaProcess(Cluster, name) : Process(Cluster.At(name)),
        options,
        TimeProvider.System)
    {
        ByHand = new HandCommands(Cluster.Metas, (_, _, start) => start ? "./start.sh" : "./stop.sh"),
        Installed = role => role switch
        {
            ServerRoles.Replica => [.. Cluster.Servers.Select(server => server.Name)],
            ServerRoles.Meta => Cluster.Metas,
            _ => [],
        },
    };
}
