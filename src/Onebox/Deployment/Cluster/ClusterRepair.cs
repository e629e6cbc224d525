using System.Text.Json.Nodes;
using Nightshift.Onebox.Components;

namespace Nightshift.Onebox.Deployment.Cluster;

/// <summary>
/// Waits until every partition is served by all its copies. Tablets never load tables by themselves and a nameserver that was down with
/// them does not recover them, so after a common stop this does what upstream's <c>start-all.sh</c> has <c>recoverdata</c> do.
/// While the nameserver recovers by itself, it is left to it.
/// </summary>
internal sealed class ClusterRepair(OneboxDescription box, ClusterApi cluster, NodeHttp http)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly ClusterReader _reader = new(cluster);
    private readonly PartitionRepair _partitions = new(cluster);
    private readonly FailoverHold _hold = new(box, cluster);

    /// <exception cref="OneboxException">Something was still wrong at the end of the patience.</exception>
    public async Task SettleAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        await WaitForTabletsAsync(cancellationToken);
        await _hold.ReleaseLeftOverAsync(cancellationToken);
        var grace = box.Timing == OneboxTiming.Short ? 5 : 50;
        var rounds = 0;
        await cluster.WaitAsync("all partitions to be served", Patience, async () =>
        {
            var faulty = (await _reader.ReadAsync(cancellationToken)).Where(p => p.Fault() is not null).ToList();
            if (faulty.Count == 0) return null;
            rounds = await _reader.OpsUnderWayAsync(cancellationToken) > 0 ? 0 : rounds + 1;
            if (rounds >= grace || await AllColdAsync(cancellationToken))
            {
                progress.Report($"recovering {faulty.Count} partitions");
                await RepairAsync(faulty, cancellationToken);
                rounds = 0;
            }

            return $"{faulty.Count} partitions are not, {faulty[0]}: {faulty[0].Fault()}";
        }, cancellationToken);

        // Once more, for the case that no nameserver answered at the end of a repair.
        await cluster.WaitAsync("auto_failover to be on again", Patience, async () =>
        {
            await _hold.ReleaseLeftOverAsync(cancellationToken);
            return null;
        }, cancellationToken);
    }

    private Task WaitForTabletsAsync(CancellationToken cancellationToken) => cluster.WaitAsync("all tablets to be healthy", Patience, async () =>
    {
        var tablets = (await cluster.NameserverAsync("ShowTablet", [], cancellationToken))["tablets"]?.AsArray() ?? [];
        var healthy = tablets.Where(t => (string?)t!["state"] == "kHealthy").Select(t => (string?)t!["endpoint"]).ToHashSet();
        var missing = box.Components.Where(c => c.Component == OneboxComponent.Tablet && !healthy.Contains(c.Endpoint)).Select(c => c.Endpoint).ToList();
        return missing.Count == 0 ? null : $"{string.Join(", ", missing)} not";
    }, cancellationToken);

    /// <summary>No tablet has any table: everything was down together, and nobody is going to recover it.</summary>
    private async Task<bool> AllColdAsync(CancellationToken cancellationToken)
    {
        foreach (var tablet in box.Components.Where(c => c.Component == OneboxComponent.Tablet))
        {
            var answer = await http.CallAsync(tablet.Endpoint, "TabletServer/GetTableStatus", [], cancellationToken);
            if (answer["all_table_status"] is JsonArray { Count: > 0 }) return false;
        }

        return await _reader.OpsUnderWayAsync(cancellationToken) == 0;
    }

    private async Task RepairAsync(List<PartitionState> faulty, CancellationToken cancellationToken)
    {
        await _hold.TakeAsync(cancellationToken);
        try
        {
            foreach (var partition in faulty) await _partitions.RepairAsync(partition, cancellationToken);
        }
        finally
        {
            await _hold.ReleaseLeftOverAsync(CancellationToken.None);
        }
    }
}
