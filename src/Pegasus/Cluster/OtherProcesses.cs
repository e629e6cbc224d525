using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus;

/// <summary>Meta servers and collectors, which no snapshot asks for their versions: each is asked itself.</summary>
internal sealed class OtherProcesses(IPegasusClient client, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<IReadOnlyDictionary<Endpoint, Reading<ServerInfo>>> Ask(IEnumerable<Endpoint> servers, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(servers.Distinct().Select(async server => (server, Info: await Ask(server, cancellationToken))));
        return answers.ToDictionary(answer => answer.server, answer => answer.Info.Info);
    }

    /// <summary>A collector is in no list of the cluster's: nobody there is down, one that is there and says nothing could be anything.</summary>
    public async Task<IReadOnlyList<NodeStatus>> Collectors(IEnumerable<Endpoint> collectors, CancellationToken cancellationToken) =>
        await Task.WhenAll(collectors.Select(async collector =>
        {
            var (info, isThere) = await Ask(collector, cancellationToken);
            return new NodeStatus(
                StatusReport.Collector, collector.ToString(), info.IsKnown ? Health.Healthy : isThere ? Health.Unknown : Health.Down,
                info.IsKnown ? info.Value.Version : null, info.TryGet(out var process) ? $"since {process.Started}" : info.Reason!);
        }));

    private async Task<(Reading<ServerInfo> Info, bool IsThere)> Ask(Endpoint server, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return (Reading<ServerInfo>.Known(await client.At(server).Info(either.Token)), true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (Reading<ServerInfo>.Unknown($"it did not answer within {Patience.TotalSeconds:0} s"), true);
        }
        catch (PegasusException fault)
        {
            return (Reading<ServerInfo>.Unknown(fault.Message), fault is not NodeUnreachableException { Delivery: Delivery.NotSent });
        }
    }
}
