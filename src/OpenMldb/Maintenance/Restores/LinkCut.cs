using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>
/// Cuts a leader's link to a follower and sees it gone. A link that survives its follower's restart goes on where it stopped, and whatever the follower lost is
/// a hole that no offset shows (<c>tablet_impl.cc</c> AppendEntries).
/// </summary>
internal static class LinkCut
{
    /// <exception cref="MoveRefusedException">It is not gone within <see cref="MaintenanceOptions.LongestCut"/>.</exception>
    public static async Task Run(MaintenanceServices services, ITablet leader, TidPid id, Endpoint follower, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(services.Options.LongestCut);
        try
        {
            await Try.Repeatedly(token => Delete(leader, id, follower, token), token => IsGone(leader, id, follower, token), services.Time, bounded.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MoveRefusedException($"{leader.Endpoint} did not cut its link of {id} to {follower} within {services.Options.LongestCut.TotalSeconds:F0} s", e);
        }
    }

    /// <summary>An answer of 0 is not taken for it either: the list of followers decides.</summary>
    private static async Task Delete(ITablet leader, TidPid id, Endpoint follower, CancellationToken cancellationToken)
    {
        if (await IsGone(leader, id, follower, cancellationToken)) return;
        await leader.DelReplica(id, follower, cancellationToken);
        if (!await IsGone(leader, id, follower, cancellationToken))
            throw new MoveRefusedException($"{leader.Endpoint} answered that its link of {id} to {follower} was cut, and still has it");
    }

    /// <summary>A copy that is not loaded, or does not lead, replicates to nobody.</summary>
    private static async Task<bool> IsGone(ITablet leader, TidPid id, Endpoint follower, CancellationToken cancellationToken)
    {
        try
        {
            return (await leader.GetTableFollower(id, cancellationToken)).LagOf(follower) is null;
        }
        catch (RefusedByClusterException e) when (e.Code is ReturnCode.TableIsNotExist or ReturnCode.TableIsFollower)
        {
            return true;
        }
    }
}
