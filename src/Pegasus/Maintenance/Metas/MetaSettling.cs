using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>
/// Watches the meta servers until they have been in order for long enough. Right after its election a leader counts every known replica server as alive until its grace period
/// is over, so only what lasts longer than that proves beacons.
/// </summary>
internal sealed class MetaSettling(MaintenanceServices services, StandingHolds holds, StepAttempt attempt)
{
    public async Task<SettledMetas> Await()
    {
        TimeSpan? pause = null;
        (Endpoint Leader, long Since)? steady = null;
        while (true)
        {
            string? disorder;
            try
            {
                pause ??= await Pause();
                holds.Doubt();
                await holds.See(attempt, attempt.CancellationToken);
                var metas = await services.Client.Metas(attempt.CancellationToken);
                disorder = Disorder(metas, await services.Meta.ListNodes(attempt.CancellationToken));
                if (disorder is null && metas.Single(meta => meta.Role == MetaRole.Leader).Address is var leader && steady?.Leader != leader) steady = (leader, attempt.Time.GetTimestamp());
            }
            catch (Exception e) when (Transient.Is(e))
            {
                disorder = e.Message;
            }

            if (disorder is not null) steady = null;
            var watched = steady is { } since ? attempt.Time.GetElapsedTime(since.Since) : TimeSpan.Zero;
            if (steady is { } settled && watched >= pause) return new SettledMetas(settled.Leader, watched);
            attempt.Waiting(disorder is null
                ? $"waits until every replica server has kept its lease with {steady!.Value.Leader} for {pause!.Value.TotalSeconds:F0} s"
                : $"waits for the meta servers to settle: {disorder}");
            await Task.Delay(services.Options.SlowLook * 2, attempt.Time, attempt.CancellationToken);
        }
    }

    /// <summary>At least the configured time, and longer than a session in ZooKeeper and a lease together.</summary>
    private async Task<TimeSpan> Pause()
    {
        var settings = (await services.Snapshots.Read(Surveyor.Scope, attempt.CancellationToken)).Settings;
        if (!settings.LeaseSeconds.TryGet(out var lease) || !settings.SessionTimeoutMs.TryGet(out var session))
        {
            attempt.Note($"lease and session are not known ({settings.LeaseSeconds.Reason ?? settings.SessionTimeoutMs.Reason}); the configured pause is kept");
            return services.Options.BetweenMetas;
        }

        var needed = TimeSpan.FromSeconds(lease) + TimeSpan.FromMilliseconds(session);
        return needed > services.Options.BetweenMetas ? needed : services.Options.BetweenMetas;
    }

    private static string? Disorder(IReadOnlyList<MetaStanding> metas, IReadOnlyList<NodeInfo> nodes)
    {
        var leaders = metas.Where(meta => meta.Role == MetaRole.Leader).ToList();
        if (leaders.Count != 1) return leaders.Count == 0 ? "none of them leads" : $"{string.Join(" and ", leaders.Select(leader => leader.Address))} both lead";
        if (metas.FirstOrDefault(meta => meta.Role is not (MetaRole.Leader or MetaRole.Standby)) is { } other) return $"{other.Address} is {other.Role.ToString().ToLowerInvariant()}";
        return nodes.FirstOrDefault(node => !node.Alive) is { } dead ? $"replica server {dead.Server} is not alive" : null;
    }
}
