using System.Collections.Concurrent;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>
/// Since when the logs of partitions stand still, from the offsets that were read in passing. An offset only grows, so two equal readings say that nothing
/// was appended between them.
/// </summary>
internal sealed class AppendWatch(TimeProvider time)
{
    private readonly ConcurrentDictionary<(Endpoint Tablet, TidPid Id), (ulong Offset, long Since)> _seen = new();

    public void Saw(Endpoint tablet, TidPid id, ulong offset)
    {
        var now = time.GetTimestamp();
        _seen.AddOrUpdate((tablet, id), (offset, now), (_, before) => before.Offset == offset ? before : (offset, now));
    }

    /// <summary>Everything that a tablet has loaded, in one call.</summary>
    public async Task Sample(ITablet tablet, CancellationToken cancellationToken)
    {
        foreach (var status in await tablet.GetTableStatus(cancellationToken))
        {
            if (status.Offset is { } offset) Saw(tablet.Endpoint, status.Id, offset);
        }
    }

    /// <summary>How long nothing was appended for certain, up to the last reading or longer; zero when it was not watched.</summary>
    public TimeSpan QuietFor(Endpoint tablet, TidPid id) =>
        _seen.TryGetValue((tablet, id), out var seen) ? time.GetElapsedTime(seen.Since) : TimeSpan.Zero;
}
