using System.Globalization;
using System.Text;
using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Storage;

/// <summary>
/// A partition's folder <c>&lt;db_root&gt;/&lt;tid&gt;_&lt;pid&gt;</c>: <c>table_meta.txt</c>, <c>binlog/</c>, <c>snapshot/MANIFEST</c> and the snapshot that it
/// names. Upstream writes the two text files in protobuf's text format; here they hold the same messages as JSON.
/// </summary>
internal sealed class PartitionFolder(string path, TimeProvider time)
{
    private const string MetaName = "table_meta.txt";

    public string FolderPath { get; } = path;

    public string BinlogPath => Path.Combine(FolderPath, "binlog");

    public string SnapshotPath => Path.Combine(FolderPath, "snapshot");

    public string MetaPath => Path.Combine(FolderPath, MetaName);

    private string ManifestPath => Path.Combine(SnapshotPath, "MANIFEST");

    public void WriteMeta(TableMeta meta)
    {
        Directory.CreateDirectory(FolderPath);
        File.WriteAllBytes(MetaPath, Json2PbWriter.ToBytes(meta));
    }

    /// <summary>
    /// <c>UpdateTableMeta</c>: the stored meta with what the request sets laid over it; the stored file is renamed with the time. The
    /// request's own meta when nothing is stored.
    /// </summary>
    public TableMeta MergeMeta(TableMeta request)
    {
        if (!File.Exists(MetaPath))
        {
            return request;
        }

        var stored = Json2PbReader.Read<TableMeta>(File.ReadAllBytes(MetaPath));
        stored.Replicas.Clear();
        MessageShape.MergeFrom(stored, request);
        File.Move(MetaPath, $"{MetaPath}.{Stamp()}", overwrite: true);
        return stored;
    }

    /// <summary>The snapshot's manifest; null when there is none, or its file is gone.</summary>
    public Manifest? ReadManifest()
        => File.Exists(ManifestPath) ? Json2PbReader.Read<Manifest>(File.ReadAllBytes(ManifestPath)) : null;

    public IReadOnlyList<LogRecord> ReadSnapshot(Manifest manifest)
    {
        var path = Path.Combine(SnapshotPath, manifest.Name!);
        return File.Exists(path) ? LogRecordCodec.DecodeAll(File.ReadAllBytes(path)).Records : [];
    }

    /// <summary>Whether the file that the manifest names is there.</summary>
    public bool HasSnapshot(Manifest manifest) => File.Exists(Path.Combine(SnapshotPath, manifest.Name!));

    public Manifest WriteSnapshot(IEnumerable<LogRecord> records, ulong offset, ulong term)
    {
        Directory.CreateDirectory(SnapshotPath);
        var old = ReadManifest();
        var name = $"{Stamp()}.sdb";
        var count = 0UL;
        using (var file = new FileStream(Path.Combine(SnapshotPath, name), FileMode.Create, FileAccess.Write))
        {
            foreach (var record in records)
            {
                file.Write(LogRecordCodec.Encode(record));
                count++;
            }
        }

        var manifest = new Manifest { Offset = offset, Name = name, Count = count, Term = term };
        var staged = ManifestPath + ".tmp";
        File.WriteAllBytes(staged, Json2PbWriter.ToBytes(manifest));
        File.Move(staged, ManifestPath, overwrite: true);
        if (old?.Name is { } oldName && oldName != name)
        {
            File.Delete(Path.Combine(SnapshotPath, oldName));
        }

        return manifest;
    }

    /// <summary>Moves something of the folder, or the folder, to the recycle bin.</summary>
    public void Recycle(string what, string? recycleBin, string name)
    {
        if (!Directory.Exists(what))
        {
            return;
        }

        if (recycleBin is null)
        {
            Directory.Delete(what, recursive: true);
            return;
        }

        Directory.CreateDirectory(recycleBin);
        var target = new StringBuilder(Path.Combine(recycleBin, $"{name}_{Stamp()}"));
        while (Directory.Exists(target.ToString()))
        {
            target.Append('_');
        }

        Directory.Move(what, target.ToString());
    }

    private string Stamp() => time.GetLocalNow().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
}
