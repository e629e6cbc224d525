using Nightshift.OpenMldb.Client;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

/// <remarks>
/// A write checks the role once and appends later, behind a lock that a slow sync to disk holds for as long as it takes (<c>tablet_impl.cc</c>, Put;
/// <c>log_replicator.cc</c>, AppendEntry and SyncToDisk). The demotion does not take that lock, and no call of a tablet waits for it without writing. What tells that
/// all writes are through is the server's own count of calls that are not answered yet.
/// </remarks>
internal sealed partial class FencedMove
{
    private static readonly TimeSpan PageTimeout = TimeSpan.FromMilliseconds(150);

    /// <summary>
    /// The offset that both have when the demoted leader can append nothing more; null when the candidate lacks something. That nothing more comes is known
    /// by the server's count of writes, or, where it does not tell or always has some, by an offset that stands still for longer than a slow sync. A
    /// partition to which nobody wrote before it was fenced needs no more than a short look.
    /// </summary>
    private async Task<ulong?> SameOffset(StepAttempt attempt, ITablet from, ITablet to, bool busy, CancellationToken cancellationToken)
    {
        var enough = busy ? _options.SlowSync : _options.FenceSettle;
        var began = attempt.Time.GetTimestamp();
        var (stands, _) = await Offset(from, cancellationToken);
        var since = attempt.Time.GetTimestamp();
        bool? through = busy ? false : null;
        while (attempt.Time.GetElapsedTime(began) < Tail + enough)
        {
            var known = through == true;
            if (through == false) through = await WritesAreThrough(from, cancellationToken);
            var settle = _options.FenceSettle - attempt.Time.GetElapsedTime(since);
            await Task.Delay(settle > Pause ? settle : Pause, attempt.Time, cancellationToken);
            var candidate = Offset(to, cancellationToken);
            var (offset, mode) = await Offset(from, cancellationToken);
            var reached = (await candidate).Offset;
            if (mode != TableMode.Follower) return null;
            if (offset != stands)
            {
                (stands, since) = (offset, attempt.Time.GetTimestamp());
                if (known || !busy) (through, enough) = (null, _options.SlowSync); // Not what the server told or the look before let expect.
            }

            var stood = attempt.Time.GetElapsedTime(since);
            if (reached == stands && stood >= _options.FenceSettle && (through == true || stood >= enough)) return stands;
        }

        return null;
    }

    /// <summary>True: no write that was taken up before is under way. False: some are, or were in the moment of asking. Null: the server does not tell.</summary>
    private async Task<bool?> WritesAreThrough(ITablet tablet, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(PageTimeout);
        try
        {
            return await services.Client.Pages.WritesUnderWay(tablet.Address, bounded.Token) is { } writes ? writes == 0 : null;
        }
        catch (OpenMldbException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<(ulong Offset, TableMode Mode)> Offset(ITablet tablet, CancellationToken cancellationToken)
    {
        var read = await PartitionLook.Offset(tablet, goal.TidPid, cancellationToken);
        services.Appends.Saw(tablet.Endpoint, goal.TidPid, read.Offset);
        return read;
    }
}
