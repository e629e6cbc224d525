using Nightshift.Clusters;
using Nightshift.OpenMldb.Client.Transport;

namespace Nightshift.OpenMldb.Client;

internal sealed class ServerPages(RpcChannel channel) : IServerPages
{
    public async Task<bool> Health(Endpoint address, CancellationToken cancellationToken) =>
        (await Read(Operation.Health, address, "/health", cancellationToken)).Trim() == "OK";

    public async Task<string> Version(Endpoint address, CancellationToken cancellationToken) =>
        Printable.Of(await Read(Operation.Version, address, "/version", cancellationToken));

    public Task<string> Status(Endpoint address, CancellationToken cancellationToken) => Read(Operation.Status, address, "/status", cancellationToken);

    public async Task<int?> WritesUnderWay(Endpoint tablet, CancellationToken cancellationToken) =>
        BrpcMetrics.WritesUnderWay(await Read(Operation.Metrics, tablet, "/brpc_metrics", cancellationToken));

    public async Task<long?> TasksTold(Endpoint tablet, CancellationToken cancellationToken) =>
        BrpcMetrics.TasksTold(await Read(Operation.Metrics, tablet, "/brpc_metrics", cancellationToken));

    private Task<string> Read(Operation operation, Endpoint address, string path, CancellationToken cancellationToken) =>
        channel.Page(operation, new RpcTarget("server", address, address), path, cancellationToken);
}
