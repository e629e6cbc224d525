using System.Collections.Immutable;

namespace Nightshift.OpenMldb.Client;

/// <summary>A table as the nameserver records it (ShowTable). Source: <c>name_server.proto</c> TableInfo.</summary>
public sealed record TableInfo
{
    public required string Db { get; init; }
    public required string Name { get; init; }
    public required uint Tid { get; init; }

    /// <summary>Segments per index, 8 when absent; wanted by LoadTable.</summary>
    public uint SegmentCount { get; init; } = 8;

    /// <summary>Declared partitions; the number listed in <see cref="Partitions"/> should equal it.</summary>
    public required uint PartitionCount { get; init; }

    /// <summary>Declared replicas per partition, the leader included.</summary>
    public required uint ReplicaCount { get; init; }

    public StorageMode StorageMode { get; init; } = StorageMode.Memory;

    public ImmutableArray<ColumnInfo> Columns { get; init; } = [];
    public ImmutableArray<IndexInfo> Indexes { get; init; } = [];
    public ImmutableArray<TablePartition> Partitions { get; init; } = [];

    public TableId Id => new(Db, Name);

    public PartitionId Partition(uint pid) => new(Db, Name, pid);
}

/// <summary>A column; <see cref="DataType"/> by its wire name (<c>kString</c>, …).</summary>
public sealed record ColumnInfo(string Name, string? DataType, bool NotNull);

/// <summary>An index; <see cref="AbsoluteTtlMinutes"/> in minutes, 0 = for ever; <see cref="LatestTtl"/> in records.</summary>
public sealed record IndexInfo(
    string Name, ImmutableArray<string> Columns, string? TimestampColumn, string? TtlType, ulong AbsoluteTtlMinutes, ulong LatestTtl);
