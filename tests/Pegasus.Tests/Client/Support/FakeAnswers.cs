using System.Net;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Tests.Client.Support;

/// <summary>Answers as servers of both generations write them.</summary>
internal static class FakeAnswers
{
    public static Server Old(int n) => new(Endpoint.Parse($"10.0.0.{n}:34801"), new IPEndPoint(new IPAddress([10, 0, 0, (byte)n]), 34801), false);

    public static Server New(int n) => new(Endpoint.Parse($"rs{n}:34801"), new IPEndPoint(new IPAddress([10, 0, 0, (byte)n]), 34801), true);

    public static FakeReply Nodes(FakeRequest request, string error, params Server[] nodes) => FakeReply.Frame(request, ThriftType.Struct, w =>
    {
        Error(w, 1, error);
        w.ListField(2, ThriftType.Struct, nodes, static (w, node) =>
        {
            w.I32Field(1, 1);
            w.Field(ThriftType.Struct, 2);
            w.Address(node.Address);
            if (node.HasHostName)
            {
                w.Field(ThriftType.Struct, 3);
                w.HostPort(node.Name);
            }

            w.Stop();
        });
        w.Stop();
    });

    /// <summary>Only an error, as RPC_CM_PROPOSE_BALANCER answers.</summary>
    public static FakeReply Only(FakeRequest request, string error) => FakeReply.Frame(request, ThriftType.Struct, w =>
    {
        Error(w, 1, error);
        w.Stop();
    });

    public static FakeReply Level(FakeRequest request, string error, int level) => FakeReply.Frame(request, ThriftType.Struct, w =>
    {
        Error(w, 1, error);
        w.I32Field(2, level);
        w.Stop();
    });

    public static FakeReply Text(FakeRequest request, string text) => FakeReply.Frame(request, ThriftType.Text, w => w.Text(text));

    public static FakeReply ClusterInfo(FakeRequest request, params (string Key, string Value)[] pairs) => FakeReply.Frame(request, ThriftType.Struct, w =>
    {
        Error(w, 1, "ERR_OK");
        w.ListField(2, ThriftType.Text, pairs, static (w, p) => w.Text(p.Key));
        w.ListField(3, ThriftType.Text, pairs, static (w, p) => w.Text(p.Value));
        w.Stop();
    });

    public static FakeReply Apps(FakeRequest request, params AppInfo[] apps) => FakeReply.Frame(request, ThriftType.Struct, w =>
    {
        Error(w, 1, "ERR_OK");
        w.ListField(2, ThriftType.Struct, apps, App);
        w.Stop();
    });

    public static FakeReply Config(FakeRequest request, string error, int appId, int count, params PartitionConfig[] partitions) =>
        FakeReply.Frame(request, ThriftType.Struct, w =>
        {
            Error(w, 1, error);
            w.I32Field(2, appId);
            w.I32Field(3, count);
            w.BoolField(4, true);
            w.ListField(5, ThriftType.Struct, partitions, Partition);
            w.Stop();
        });

    /// <summary>A standby's answer to query_cfg.</summary>
    public static FakeReply Forward(FakeRequest request, Endpoint leader)
    {
        var server = new Server(leader, IPEndPoint.Parse(leader.ToString()), false);
        return Config(request, "ERR_FORWARD_TO_OTHERS", 0, 0, new PartitionConfig(default, 0, 0, server, [], [], 0, 0));
    }

    public static AppInfo Table(int id, string name, int partitions, int replicas = 3) =>
        new(id, name, "pegasus", AppStatus.Available, partitions, replicas, new Dictionary<string, string>(), false, false);

    private static void Error(TBinaryWriter w, short id, string error)
    {
        w.Field(ThriftType.Struct, id);
        w.Text(error);
    }

    private static void App(TBinaryWriter w, AppInfo app)
    {
        w.I32Field(1, (int)app.Status);
        w.TextField(2, app.Type);
        w.TextField(3, app.Name);
        w.I32Field(4, app.Id);
        w.I32Field(5, app.Partitions);
        w.Field(ThriftType.Map, 6);
        w.Byte(ThriftType.Text);
        w.Byte(ThriftType.Text);
        w.I32(app.Envs.Count);
        foreach (var (key, value) in app.Envs)
        {
            w.Text(key);
            w.Text(value);
        }

        w.BoolField(7, true);
        w.I32Field(8, app.Replicas);
        w.I64Field(9, 0);
        w.I64Field(10, 1);
        w.I64Field(11, 0);
        w.BoolField(12, app.Duplicating);
        w.I32Field(13, app.Partitions);
        w.BoolField(14, app.BulkLoading);
        w.Stop();
    }

    private static void Partition(TBinaryWriter w, PartitionConfig partition)
    {
        w.Field(ThriftType.Struct, 1);
        w.Gpid(partition.Id);
        w.I64Field(2, partition.Ballot);
        w.I32Field(3, partition.MaxReplicas);
        w.Field(ThriftType.Struct, 4);
        if (partition.Primary is { } primary)
            w.Address(primary.Address);
        else
            w.I64(0);
        w.ListField(5, ThriftType.Struct, partition.Secondaries, static (w, s) => w.Address(s.Address));
        w.ListField(6, ThriftType.Struct, partition.LastDrops, static (w, s) => w.Address(s.Address));
        w.I64Field(7, partition.LastCommittedDecree);
        w.I32Field(8, partition.Flags);
        if (partition.Members.Any(m => m.HasHostName))
        {
            w.Field(ThriftType.Struct, 9);
            Name(w, partition.Primary);
            w.ListField(10, ThriftType.Struct, partition.Secondaries, Name);
            w.ListField(11, ThriftType.Struct, partition.LastDrops, Name);
        }

        w.Stop();
    }

    private static void Name(TBinaryWriter w, Server? server)
    {
        if (server is not null)
        {
            w.HostPort(server.Name);
            return;
        }

        w.Text("");
        w.I16(0);
        w.Byte(0);
    }
}
