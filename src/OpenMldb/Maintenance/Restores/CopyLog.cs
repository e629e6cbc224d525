using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>A loaded copy's log beside its leader's.</summary>
/// <param name="Term">The copy's term by its own account; 0 when it forgot it.</param>
/// <param name="End">The copy's offset.</param>
/// <param name="LeaderEnd">Its leader's offset, read after it.</param>
/// <param name="LeaderSince">The offset from which the leader leads; null when no term is recorded.</param>
internal sealed record CopyLog(ReplicaRef Replica, Endpoint Leader, LogFit Fit, ulong Term, ulong End, ulong LeaderEnd, ulong? LeaderSince)
{
    /// <summary>The nameserver's rule takes it for the beginning of the leader's log, whatever it is.</summary>
    public bool NameserverTrustsIt { get; private init; }

    /// <summary>What is at stake when this copy is dropped.</summary>
    public string AtStake =>
        $"{Replica} ends at {End} (term {(Term == 0 ? "not known any more" : $"{Term}")}), {Leader} leads from {LeaderSince?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "an unknown offset"}"
        + $" and is at {LeaderEnd}: {(Fit == LogFit.Diverged ? "it has records that its leader lacks" : "it may have records that its leader lacks")}";

    /// <summary>Reads the copy first and the leader after it, so that a copy that shows more than its leader has more.</summary>
    public static async Task<CopyLog> Read(
        IOpenMldbClient client, ReplicaRef replica, TablePartition entry, Endpoint leader, CancellationToken cancellationToken)
    {
        var tablet = await client.Tablet(replica.Tablet, cancellationToken);
        var pair = await tablet.GetTermPair(replica.TidPid, replica.StorageMode, cancellationToken);
        var snapshot = pair.Term == 0 ? (await tablet.GetManifest(replica.TidPid, replica.StorageMode, cancellationToken)).Term : 0;
        var (end, _) = await PartitionLook.Offset(await client.Tablet(leader, cancellationToken), replica.TidPid, cancellationToken);
        return new CopyLog(
            replica,
            leader,
            TermMatch.Fit(entry.Terms, replica.KnownTerm, pair.Term, snapshot, pair.Offset, end),
            pair.Term,
            pair.Offset,
            end,
            entry.Terms.IsDefaultOrEmpty ? null : entry.Terms[^1].Offset)
        {
            NameserverTrustsIt = TermMatch.IsPrefix(entry.Terms, pair.Term, pair.Offset),
        };
    }
}
