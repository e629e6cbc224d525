namespace Nightshift.Pegasus.Client;

/// <summary>Reads and writes of one table through the real data path. Not for anybody's data but our own.</summary>
public interface IDataTable
{
    string Name { get; }

    int AppId { get; }

    int PartitionCount { get; }

    /// <summary>The partition that a hash key lies in: CRC-64/NVME of the key modulo the number of partitions.</summary>
    int PartitionOf(ReadOnlySpan<byte> hashKey);

    /// <summary>One attempt against the primary that is known now; nothing is tried again. Errors tell the outcome.</summary>
    /// <exception cref="RefusedByClusterException">It was not written: ERR_INVALID_STATE, ERR_OBJECT_NOT_FOUND, ERR_NOT_ENOUGH_MEMBER, …</exception>
    /// <exception cref="OutcomeUnknownException">Nobody knows whether it was written.</exception>
    Task<long> Put(ReadOnlyMemory<byte> hashKey, ReadOnlyMemory<byte> sortKey, ReadOnlyMemory<byte> value, CancellationToken cancellationToken);

    /// <summary>Null: there is no such key.</summary>
    Task<byte[]?> Get(ReadOnlyMemory<byte> hashKey, ReadOnlyMemory<byte> sortKey, CancellationToken cancellationToken);

    /// <summary>Reads the configuration of one partition anew, as clients do after an error.</summary>
    Task Refresh(int partition, CancellationToken cancellationToken);

    /// <summary>The primary that the next call for the partition goes to; null when none is known.</summary>
    Server? PrimaryOf(int partition);
}
