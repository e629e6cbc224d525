using System.Collections.Immutable;
using System.Globalization;
using Nightshift.Pegasus.Client.Commands;
using Nightshift.Pegasus.Client.Http;
using Nightshift.Pegasus.Client.Sessions;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Client;

/// <summary>One replica server's own calls. Reads are not tried again either: whoever asks a server that is being restarted asks until it answers.</summary>
internal sealed class ReplicaServerClient(Server server, RpcChannel channel, PageReader pages) : IReplicaServer
{
    private const string Serving = "replica*eon.replica_stub*replica(Count)";
    private const string Opening = "replica*eon.replica_stub*opening.replica(Count)";
    private const string Closing = "replica*eon.replica_stub*closing.replica(Count)";
    private const string MetricsPath = "/metrics?metrics=total_replicas,opening_replicas,closing_replicas&with_metric_fields=name,value";
    private readonly ServerCommands _commands = new(server.Name, channel, pages);

    public Task<ImmutableArray<ReplicaInfo>> Replicas(CancellationToken cancellationToken) => Ask(ReplicaMessages.QueryReplicas, cancellationToken);

    public Task<ImmutableArray<AppInfo>> Apps(CancellationToken cancellationToken) => Ask(ReplicaMessages.QueryApps, cancellationToken);

    public Task<ImmutableArray<DiskInfo>> Disks(CancellationToken cancellationToken) => Ask(DiskMessages.QueryDisks, cancellationToken);

    public async Task<ReplicaCounts> Counts(CancellationToken cancellationToken) =>
        await FromMetrics(cancellationToken) ?? await FromCounterPages(cancellationToken) ?? await FromCounterList(cancellationToken);

    public async Task<bool> KillPartition(Gpid partition, CancellationToken cancellationToken)
    {
        var call = Site("replica.kill_partition") with { Subject = $"partition {partition}" };
        if (partition.AppId <= 0 || partition.Index < 0)
            throw new WrongRequestException(call, $"{call.Prefix} was not asked: {partition} is no partition.");
        var text = await _commands.Call(
            call.Method,
            [partition.AppId.ToString(CultureInfo.InvariantCulture), partition.Index.ToString(CultureInfo.InvariantCulture)], cancellationToken);
        return CommandReplies.Killed(call, text);
    }

    public async Task TriggerCheckpoint(CancellationToken cancellationToken) =>
        CommandReplies.Triggered(Site("replica.trigger-checkpoint"), await _commands.Call("replica.trigger-checkpoint", [], cancellationToken));

    /// <summary>Null: a server without metrics, or with others (2.5).</summary>
    private async Task<ReplicaCounts?> FromMetrics(CancellationToken cancellationToken)
    {
        try
        {
            var metrics = PageTexts.Metrics(Site("GET /metrics"), await pages.Read(server.Name, MetricsPath, changes: false, cancellationToken));
            return metrics.TryGetValue("total_replicas", out var serving) && metrics.TryGetValue("opening_replicas", out var opening)
                && metrics.TryGetValue("closing_replicas", out var closing)
                ? new ReplicaCounts(serving, opening, closing)
                : null;
        }
        catch (WrongRequestException)
        {
            return null;
        }
    }

    /// <summary>Live values of the perf counters; null: the server has no such page or counters.</summary>
    private async Task<ReplicaCounts?> FromCounterPages(CancellationToken cancellationToken)
    {
        try
        {
            var counts = await Task.WhenAll(Counter(Serving, cancellationToken), Counter(Opening, cancellationToken), Counter(Closing, cancellationToken));
            return counts is [{ } serving, { } opening, { } closing] ? new ReplicaCounts(serving, opening, closing) : null;
        }
        catch (WrongRequestException)
        {
            return null;
        }
    }

    private async Task<long?> Counter(string name, CancellationToken cancellationToken) =>
        PageTexts.Counter(Site("GET /perfCounter"), await pages.Read(server.Name, $"/perfCounter?name={name}", changes: false, cancellationToken));

    /// <summary>The same counters by remote command, which servers refresh every 10 s.</summary>
    private async Task<ReplicaCounts> FromCounterList(CancellationToken cancellationToken)
    {
        var call = Site("perf-counters-by-prefix");
        var text = await _commands.Call(call.Method, [Serving, Opening, Closing], cancellationToken);
        var counters = PageTexts.Counters(call, text);
        return counters.TryGetValue(Serving, out var serving) && counters.TryGetValue(Opening, out var opening) && counters.TryGetValue(Closing, out var closing)
            ? new ReplicaCounts(serving, opening, closing)
            : throw CommandReplies.Unintelligible(call, text);
    }

    private Task<T> Ask<T>(RpcMethod<ServerRequest, Answer<T>> method, CancellationToken cancellationToken) =>
        channel.Ask(
            Site(method.Name), server.Name, method, new ServerRequest(server), OperationFacts.TimeLimitOf(method.Name, OperationEffect.Read, channel.Options),
            cancellationToken);

    private CallSite Site(string method) => new(method, $"replica server {server}", server.Name, null);
}
