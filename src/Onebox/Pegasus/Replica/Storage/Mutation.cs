using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.Onebox.Pegasus.Replica.Storage;

/// <summary>What a mutation does to the key-value map.</summary>
internal enum MutationKind
{
    /// <summary>Nothing: sent by the group check, and to fill gaps of a predecessor.</summary>
    Empty = 0,
    Put = 1,
    Remove = 2,
}

/// <summary>One entry of the replicated log, as it is kept and sent (upstream's <c>mutation_data</c>).</summary>
internal sealed class MutationData : IThriftStruct
{
    public long Ballot { get; set; }

    public long Decree { get; set; }

    /// <summary>Of the primary when it prepared this one.</summary>
    public long LastCommittedDecree { get; set; }

    public MutationKind Kind { get; set; }

    public ReadOnlyMemory<byte> Key { get; set; }

    public ReadOnlyMemory<byte> Value { get; set; }

    public int ExpireTimestamp { get; set; }

    public void Exchange(IFields fields)
    {
        Ballot = fields.I64(1, Ballot);
        Decree = fields.I64(2, Decree);
        LastCommittedDecree = fields.I64(3, LastCommittedDecree);
        Kind = fields.Enum(4, Kind);
        Key = fields.Binary(5, Key);
        Value = fields.Binary(6, Value);
        ExpireTimestamp = fields.I32(7, ExpireTimestamp);
    }

    /// <summary>The same content under another ballot.</summary>
    public MutationData Under(long ballot, long lastCommitted) => new()
    {
        Ballot = ballot,
        Decree = Decree,
        LastCommittedDecree = lastCommitted,
        Kind = Kind,
        Key = Key,
        Value = Value,
        ExpireTimestamp = ExpireTimestamp,
    };
}
