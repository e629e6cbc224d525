using System.Collections.Immutable;
using System.Net;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus.Tests.Cluster;

/// <summary>Two meta servers, five replica servers, a table of two partitions with three replicas, and small changes of it.</summary>
internal static class Five
{
    public static readonly Server A = At(1);
    public static readonly Server B = At(2);
    public static readonly Server C = At(3);
    public static readonly Server D = At(4);
    public static readonly Server E = At(5);

    public static readonly Endpoint Leader = Endpoint.Parse("10.0.0.9:34601");

    public static readonly MetaSettings Settings = new(
        Known(MetaLevel.Steady), Known(600_000L), Known(20), Known(true), Known(50), Known(3), Known(600), Known(5), Known(20), Known(22), Known(10_000));

    public static ClusterSnapshot Good { get; } = With(Partition(0, A, B, C), Partition(1, B, C, D));

    public static ClusterSnapshot With(params PartitionConfig[] partitions) => new(
        Leader,
        new ClusterInfo([Leader, Endpoint.Parse("10.0.0.8:34601")], Leader, "/pegasus/c1", MetaLevel.Steady, "c1", new Dictionary<string, string>
        {
            ["balance_operation_count"] = "move_pri=0,copy_pri=0,copy_sec=0,total=0",
        }),
        [new MetaStanding(Leader, MetaRole.Leader, null), new MetaStanding(Endpoint.Parse("10.0.0.8:34601"), MetaRole.Standby, null)],
        [.. new[] { A, B, C, D, E }.Select(server => new NodeState(server, true, Known(Process("2.5.0"))))],
        [Table("temp", 2, [.. partitions])],
        Settings);

    public static TableState Table(string name, int id, ImmutableArray<PartitionConfig> partitions, int replicas = 3, AppStatus status = AppStatus.Available) => new(
        new AppInfo(id, name, "pegasus", status, partitions.Length, replicas, new Dictionary<string, string>(), false, false), partitions, Known(replicas <= 2 ? 1 : 2));

    /// <param name="primary">Null: none.</param>
    public static PartitionConfig Partition(int index, Server? primary, params Server[] secondaries) =>
        new(new Gpid(2, index), 7, 3, primary, [.. secondaries], [], 41, 0);

    public static ClusterSnapshot Dead(this ClusterSnapshot snapshot, params Server[] dead) => snapshot with
    {
        Nodes = [.. snapshot.Nodes.Select(node => dead.Contains(node.Server) ? node with { Alive = false, Process = Reading<ServerInfo>.Unknown("connection refused") } : node)],
    };

    public static ClusterSnapshot Effective(this ClusterSnapshot snapshot, MetaLevel level) => snapshot with { Info = snapshot.Info with { Level = level } };

    public static ClusterSnapshot Set(this ClusterSnapshot snapshot, Func<MetaSettings, MetaSettings> change) => snapshot with { Settings = change(snapshot.Settings) };

    public static ServerInfo Process(string version) => new(version, "0ca31b70e", "2026-11-20 10:00:00", Generation.Addresses);

    public static Reading<T> Known<T>(T value) => Reading<T>.Known(value);

    private static Server At(int last)
    {
        var address = new IPEndPoint(new IPAddress([10, 0, 0, (byte)last]), 34801);
        return new Server(Endpoint.Parse(address.ToString()), address, false);
    }
}
