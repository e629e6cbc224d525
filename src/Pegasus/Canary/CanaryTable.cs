using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Canary;

/// <summary>The canary's own table: looked at, and made when it is missing. No other table is ever touched.</summary>
internal sealed class CanaryTable(IPegasusClient client, CanarySettings settings, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    /// <summary>Making 8 partitions x 3 takes 20 to 30 s at the meta server's own pace.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Changes nothing.</summary>
    public async Task<CanaryTableLook> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await FindAsync(cancellationToken) is { } app) return new CanaryTableLook(true, app.Partitions, Unfit(app));
            var alive = (await client.Meta.ListNodes(cancellationToken)).Count(node => node.Alive);
            return new CanaryTableLook(false, settings.Partitions, alive < settings.Replicas ? $"{alive} replica servers are alive and {settings.Replicas} are needed to make table {settings.Table}" : null);
        }
        catch (PegasusException fault)
        {
            return new CanaryTableLook(false, settings.Partitions, $"nobody can tell whether table {settings.Table} is there: {fault.Message}");
        }
    }

    /// <summary>Makes the table unless it is there, and sees every partition have a primary and all its replicas.</summary>
    /// <returns>Why it cannot be written to; null when it can.</returns>
    public async Task<string?> EnsureAsync(Action<string> waiting, Action<string> note, CancellationToken cancellationToken)
    {
        var look = await LookAsync(cancellationToken);
        if (look.Problem is not null) return look.Problem;
        if (!look.Exists && await MakeAsync(note, cancellationToken) is { } problem) return problem;
        return await SeeHealthyAsync(waiting, cancellationToken);
    }

    private async Task<string?> MakeAsync(Action<string> note, CancellationToken cancellationToken)
    {
        try
        {
            await client.Meta.CreateTable(settings.Table, settings.Partitions, settings.Replicas, cancellationToken);
            note($"made table {settings.Table} with {settings.Partitions} partitions x {settings.Replicas}");
            return null;
        }
        catch (RefusedByClusterException refused) when (refused.Error == ErrorNames.AppExist)
        {
            return null;
        }
        catch (OutcomeUnknownException unknown)
        {
            // It may have been made: the wait that follows looks for it.
            note(unknown.Message);
            return null;
        }
        catch (PegasusException fault)
        {
            return $"table {settings.Table} cannot be made: {fault.Message}";
        }
    }

    private async Task<string?> SeeHealthyAsync(Action<string> waiting, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var (lacking, unserved) = await LackingAsync(cancellationToken);
            if (lacking is null) return null;

            // With a primary everywhere the canary can work; what else it lacks is for the checks of the cluster to tell.
            if (time.GetElapsedTime(began) > Patience) return unserved ? $"table {settings.Table} is not served after {CanaryText.Span(Patience)}: {lacking}" : null;
            waiting($"waits for table {settings.Table} to be served: {lacking}");
            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    private async Task<(string? Lacking, bool Unserved)> LackingAsync(CancellationToken cancellationToken)
    {
        try
        {
            var table = await client.Meta.QueryConfig(settings.Table, cancellationToken);
            var headless = table.Partitions.Count(partition => partition.Primary is null);
            var incomplete = table.Partitions.Count(partition => partition.MemberCount < partition.MaxReplicas);
            if (table.Partitions.Length < table.PartitionCount || headless > 0) return ($"{Math.Max(headless, table.PartitionCount - table.Partitions.Length)} of {table.PartitionCount} partitions have no primary", true);
            return incomplete > 0 ? ($"{incomplete} of {table.PartitionCount} partitions lack a replica", false) : (null, false);
        }
        catch (PegasusException fault)
        {
            return (fault.Message, true);
        }
    }

    private async Task<AppInfo?> FindAsync(CancellationToken cancellationToken) =>
        (await client.Meta.ListApps(cancellationToken)).FirstOrDefault(app => app.Name == settings.Table && app.Status is not (AppStatus.Dropped or AppStatus.CreateFailed));

    private string? Unfit(AppInfo app) => app.Status is AppStatus.Available or AppStatus.Creating
        ? app.Duplicating ? $"table {settings.Table} is replicated to another cluster; give the canary a table of its own" : null
        : $"table {settings.Table} is {app.Status}";
}

/// <param name="Problem">Why the canary cannot begin; null when nothing stands in its way.</param>
internal sealed record CanaryTableLook(bool Exists, int Partitions, string? Problem);
