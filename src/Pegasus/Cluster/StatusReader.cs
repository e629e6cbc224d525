using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus;

/// <summary>
/// Reads what <c>/status</c> shows. People ask it when something is wrong: where no meta server leads it does not wait for one, as maintenance does, but tells at once who
/// answered what.
/// </summary>
internal sealed class StatusReader(string cluster, IPegasusClient client, ISnapshotReader snapshots, OtherProcesses others, TimeProvider time)
{
    /// <summary>How long a look at the cluster takes before it is seen whether anybody leads still.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(3);

    /// <param name="metas">The configured ones.</param>
    /// <param name="replicas">The replica servers that the configuration names; the others are known to a leader only.</param>
    public async Task<ClusterStatus> ReadAsync(
        IReadOnlyList<Endpoint> metas, IReadOnlyList<Endpoint> replicas, IReadOnlyList<Endpoint> collectors, CancellationToken cancellationToken)
    {
        var asked = others.Collectors(collectors, cancellationToken);
        if (await SnapshotAsync(cancellationToken) is not { } snapshot)
        {
            var processes = others.Ask(metas.Concat(replicas), cancellationToken);
            return LeaderlessReport.Of(cluster, await client.Metas(cancellationToken), replicas, await processes, await asked);
        }

        var told = await others.Ask(metas.Concat(snapshot.Metas.Select(meta => meta.Address)), cancellationToken);
        return StatusReport.Of(cluster, snapshot, told, await asked);
    }

    /// <returns>Null when no meta server leads.</returns>
    private async Task<ClusterSnapshot?> SnapshotAsync(CancellationToken cancellationToken)
    {
        using var look = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (!await AnyLeads(cancellationToken)) return null;
        var snapshot = snapshots.Read(SnapshotScope.Everything, look.Token);
        while (!snapshot.IsCompleted)
        {
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (await Task.WhenAny(snapshot, Task.Delay(LookAgain, time, pause.Token)) != snapshot && !await AnyLeads(cancellationToken))
            {
                await look.CancelAsync();
                await snapshot.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                return null;
            }

            await pause.CancelAsync();
        }

        try
        {
            return await snapshot;
        }
        catch (PegasusException)
        {
            if (await AnyLeads(cancellationToken)) throw;
            return null;
        }
    }

    /// <summary>Also one that only another meta server names, and that nobody configured.</summary>
    private async Task<bool> AnyLeads(CancellationToken cancellationToken)
    {
        try
        {
            await client.Meta.Leader(cancellationToken);
            return true;
        }
        catch (PegasusException)
        {
            return false;
        }
    }
}
