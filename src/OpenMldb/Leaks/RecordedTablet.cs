using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Maintenance;

namespace Nightshift.OpenMldb.Leaks;

/// <summary>A partition that a tablet led before a maintenance, by somebody's record.</summary>
internal sealed record RecordedLeader(PartitionId Partition, uint Tid, Endpoint? Added);

/// <summary>What somebody recorded of a tablet before a maintenance that did not come to its end. What of it is still so is not said.</summary>
/// <param name="Stopped">Its registration and what it had when it was stopped; null when it was not.</param>
internal sealed record RecordedTablet(
    Endpoint Tablet, string Source, DateTimeOffset? Since, IReadOnlyList<RecordedLeader> Led, OutOfService? Stopped, string? Untried)
{
    /// <summary>One per tablet that the file names.</summary>
    public static IEnumerable<RecordedTablet> Of(StatFile file) =>
        from entry in file.Entries
        group new RecordedLeader(entry.Partition, entry.Tid, entry.Added) by entry.Home into home
        select new RecordedTablet(home.Key, $"pre-upgrade of the vendor's tool, by {file}", null, [.. home], null, null);
}
