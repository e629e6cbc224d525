using System.Text.Json.Nodes;
using Nightshift.Onebox.Deployment.Cluster;

namespace Nightshift.Onebox.Deployment;

public sealed partial class OpenMldbOnebox
{
    /// <summary>Looks at everything that maintenance may leave in disorder.</summary>
    /// <exception cref="HttpRequestException">A nameserver or tablet did not answer.</exception>
    /// <exception cref="OneboxException">No nameserver leads.</exception>
    public async Task<OneboxLook> LookAsync(CancellationToken cancellationToken)
    {
        var cluster = new ClusterApi(await DescribeAsync(cancellationToken), _http, time);
        var partitions = await new ClusterReader(cluster).ReadAsync(cancellationToken);
        var conf = (await cluster.NameserverAsync("ConfGet", [], cancellationToken))["conf"];
        var ops = (await cluster.NameserverAsync("ShowOPStatus", [], cancellationToken))["op_status"]?.AsArray() ?? [];
        var idle = (await StatusAsync(cancellationToken)).Where(process => !process.Serving).Select(process => process.Component.Name);
        return new OneboxLook(
            [.. partitions.Select(Partition)],
            FailoverHold.Value(conf),
            [.. ops.Select(op => new OneboxOp((long)op!["op_id"]!, (string?)op["op_type"] ?? "", (string?)op["status"] ?? ""))],
            [.. idle]);
    }

    /// <summary>Sets <c>auto_failover</c> by hand.</summary>
    public async Task SetAutoFailoverAsync(string value, CancellationToken cancellationToken)
    {
        var cluster = new ClusterApi(await DescribeAsync(cancellationToken), _http, time);
        await cluster.NameserverAsync(
            "ConfSet", new JsonObject { ["conf"] = new JsonObject { ["key"] = "auto_failover", ["value"] = value } }, cancellationToken);
    }

    private static OneboxPartition Partition(PartitionState partition) => new(
        partition.ToString(), partition.Leader?.Endpoint, [.. partition.Replicas.Select(replica => replica.Endpoint).Order(StringComparer.Ordinal)], partition.Fault());
}
