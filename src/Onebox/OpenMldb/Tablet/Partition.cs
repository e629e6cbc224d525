using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Storage;

namespace Nightshift.Onebox.OpenMldb.Tablet;

/// <summary>A partition as a tablet has it: table, log and replication links. Everything is guarded by <see cref="Gate"/>.</summary>
internal sealed class Partition(TableMeta meta, PartitionFolder folder, Binlog log) : IDisposable
{
    public Lock Gate { get; } = new();

    public uint Tid { get; } = (uint)meta.Tid!.Value;

    public uint Pid { get; } = (uint)meta.Pid.GetValueOrDefault();

    public TableMeta Meta { get; } = meta;

    public PartitionFolder Folder { get; } = folder;

    public Binlog Log { get; } = log;

    public MemTable Table { get; set; } = new(meta);

    /// <summary>What <c>table_meta.txt</c> says is not changed by a change of role.</summary>
    public bool IsLeader { get; set; } = meta.Mode == TableMode.TableLeader;

    public TableState State { get; set; } = TableState.TableUndefined;

    /// <summary>The replicator's term: known from its own leadership or from a leader's first contact, else 0.</summary>
    public ulong Term { get; set; }

    /// <summary>The replicator's offset: that of the last record.</summary>
    public ulong Offset { get; set; }

    public ulong SnapshotOffset { get; set; }

    /// <summary>Links to followers by endpoint.</summary>
    public SortedDictionary<string, ReplicationLink> Links { get; } = new(StringComparer.Ordinal);

    public string Name => Meta.Name ?? string.Empty;

    /// <summary>Writes a record to the log and the table. The caller holds the gate.</summary>
    public void Append(LogRecord record)
    {
        Log.Append(record);
        Table.Apply(record);
        Offset = record.Offset;
    }

    public void Notify()
    {
        foreach (var link in Links.Values)
        {
            link.Notify();
        }
    }

    public void Dispose() => Log.Dispose();
}
