using System.Text.Json.Serialization;

namespace Nightshift.Pegasus.Canary;

/// <summary>What one probe saw. Plain data, so that it can be a step's result.</summary>
/// <param name="Began">When this probe began to write; after a crash of the program a new one does.</param>
/// <param name="Refused">By Pegasus's name of the error; also <c>unreachable</c>: not one byte was sent.</param>
/// <param name="Unknown">Writes whose outcome nobody knows.</param>
/// <param name="LongestGap">Between two acknowledged writes to the same partition; null while none has two.</param>
/// <param name="Lost">Acknowledged writes that were not there when they were read; the first ones, <paramref name="LostCount"/> counts all.</param>
/// <param name="Stale">Reads that showed an older write than one acknowledged before, which the next read did show.</param>
/// <param name="Late">Reads that showed a write of unknown outcome in the place of a later, acknowledged one.</param>
/// <param name="Impossible">Reads that showed a write that the server had refused.</param>
/// <param name="Foreign">Reads that showed what somebody else wrote.</param>
/// <param name="Unread">Partitions that could not be read at the end, so that what they lost is unknown.</param>
/// <param name="Moves">Changes of primary between two acknowledged writes, longest gap first; <paramref name="MoveCount"/> counts all.</param>
/// <param name="Remarks">What a reader has to know to believe the numbers.</param>
public sealed record CanaryReport(
    string Table,
    DateTimeOffset Began,
    TimeSpan Lasted,
    long Attempts,
    long Acknowledged,
    IReadOnlyDictionary<string, long> Refused,
    long Unknown,
    long Reads,
    long FailedReads,
    CanaryGap? LongestGap,
    TimeSpan SlowestWrite,
    IReadOnlyList<LostWrite> Lost,
    long LostCount,
    long Stale,
    long Late,
    long Impossible,
    long Foreign,
    IReadOnlyList<int> Unread,
    IReadOnlyList<PrimaryMove> Moves,
    long MoveCount,
    IReadOnlyList<PartitionCanary> Partitions,
    IReadOnlyList<ServerCanary> Servers,
    IReadOnlyList<string> Remarks)
{
    [JsonIgnore]
    public long RefusedCount => Refused.Values.Sum();

    /// <summary>Whether everything acknowledged was read back and nothing impossible seen.</summary>
    [JsonIgnore]
    public bool IsClean => LostCount == 0 && Impossible == 0 && Unread.Count == 0;

    public override string ToString() => CanaryText.Of(this);

    /// <summary>Of a probe that never wrote.</summary>
    public static CanaryReport Nothing(string table, string reason, DateTimeOffset at) =>
        new(table, at, TimeSpan.Zero, 0, 0, new Dictionary<string, long>(), 0, 0, 0, null, TimeSpan.Zero, [], 0, 0, 0, 0, 0, [], [], 0, [], [], [reason]);
}

/// <param name="From">Who was primary at its begin and <paramref name="To"/> at its end; null when nobody knew.</param>
public sealed record CanaryGap(int Partition, TimeSpan Length, string? From, string? To);

/// <param name="Sequence">Of the write that is missing.</param>
/// <param name="Found">The sequence that was there instead; null: nothing of this probe.</param>
public sealed record LostWrite(int Partition, long Sequence, long? Found);

/// <summary>The primary of a partition was another one at an acknowledged write than at the one before.</summary>
/// <param name="Gap">Between the two.</param>
/// <param name="Refused">Writes in between that were refused, and <paramref name="Unknown"/> of unknown outcome.</param>
public sealed record PrimaryMove(int Partition, string From, string To, TimeSpan Gap, long Refused, long Unknown);

/// <param name="Last">The last acknowledged sequence.</param>
public sealed record PartitionCanary(int Partition, long Attempts, long Acknowledged, long Refused, long Unknown, TimeSpan LongestGap, TimeSpan SlowestWrite, long Last, string? Primary);

/// <summary>What one server did with the writes that were sent to it as primary.</summary>
public sealed record ServerCanary(string Server, long Acknowledged, long Refused, long Unknown);
