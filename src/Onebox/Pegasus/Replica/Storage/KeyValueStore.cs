using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.Onebox.Pegasus.Replica.Storage;

/// <summary>
/// The key-value map of a partition, in place of RocksDB: in memory, and on disk as one file <c>checkpoint.&lt;decree&gt;</c>, which holds everything up
/// to that decree. Mutations after it are in the log alone until the next flush.
/// </summary>
internal sealed class KeyValueStore
{
    private const string Prefix = "checkpoint.";
    private readonly string _directory;
    private readonly Dictionary<ReadOnlyMemory<byte>, Entry> _entries = new(BytesComparer.Instance);

    public KeyValueStore(string directory)
    {
        _directory = directory;
        Directory.CreateDirectory(directory);
        if (Checkpoints().LastOrDefault() is { Decree: > 0 } last) Apply(File.ReadAllBytes(last.Path));
    }

    /// <summary>The last mutation that the map contains.</summary>
    public long CommittedDecree { get; private set; }

    /// <summary>The last mutation that the file contains.</summary>
    public long DurableDecree { get; private set; }

    /// <summary>Applies the mutation after <see cref="CommittedDecree"/>.</summary>
    /// <exception cref="InvalidOperationException">It is another one.</exception>
    public void Apply(MutationData mutation)
    {
        if (mutation.Decree != CommittedDecree + 1)
            throw new InvalidOperationException($"mutation {mutation.Decree} applied after {CommittedDecree}");
        CommittedDecree = mutation.Decree;
        if (mutation.Kind == MutationKind.Put) _entries[mutation.Key.ToArray()] = new Entry(mutation.Value.ToArray(), mutation.ExpireTimestamp);
        else if (mutation.Kind == MutationKind.Remove) _entries.Remove(mutation.Key);
    }

    /// <summary>The value, or null when the key is not there or has expired.</summary>
    /// <param name="now">Seconds since 2016-01-01 00:00 UTC.</param>
    public byte[]? Get(ReadOnlyMemory<byte> key, long now) =>
        _entries.TryGetValue(key, out var entry) && (entry.Expires == 0 || entry.Expires > now) ? entry.Value : null;

    /// <summary>Everything up to <see cref="CommittedDecree"/>, as a learner takes it and as the file holds it.</summary>
    public byte[] Export()
    {
        var writer = new ThriftWriter(64 * 1024);
        writer.I64(CommittedDecree);
        writer.I32(_entries.Count);
        foreach (var (key, entry) in _entries)
        {
            writer.Blob(key.Span);
            writer.Blob(entry.Value);
            writer.I32(entry.Expires);
        }

        return writer.Written.ToArray();
    }

    /// <summary>Writes everything down; does nothing when the file has it already.</summary>
    public void Flush()
    {
        if (CommittedDecree != DurableDecree) Write(Export());
    }

    /// <summary>Replaces everything by what another replica exported, and writes it down.</summary>
    public void Import(byte[] exported)
    {
        Clear();
        Apply(exported);
        Write(exported);
    }

    /// <summary>Throws everything away, the file too.</summary>
    public void Clear()
    {
        foreach (var (path, _) in Checkpoints()) File.Delete(path);
        _entries.Clear();
        CommittedDecree = DurableDecree = 0;
    }

    private void Write(byte[] exported)
    {
        var path = Path.Combine(_directory, $"{Prefix}{CommittedDecree}");
        File.WriteAllBytes(path + ".tmp", exported);
        File.Move(path + ".tmp", path, overwrite: true);
        DurableDecree = CommittedDecree;
        foreach (var old in Checkpoints().Where(each => each.Decree < DurableDecree)) File.Delete(old.Path);
    }

    private void Apply(byte[] exported)
    {
        var reader = new ThriftReader(exported);
        CommittedDecree = DurableDecree = reader.I64();
        for (var left = reader.Count(12); left > 0; left--)
        {
            var key = reader.Blob().ToArray();
            _entries[key] = new Entry(reader.Blob().ToArray(), reader.I32());
        }

        reader.End();
    }

    private List<(string Path, long Decree)> Checkpoints() =>
    [
        .. Directory.EnumerateFiles(_directory, Prefix + "*")
            .Select(path => (path, long.TryParse(Path.GetFileName(path)[Prefix.Length..], out var decree) ? decree : -1))
            .Where(each => each.Item2 >= 0)
            .OrderBy(each => each.Item2),
    ];

    private sealed record Entry(byte[] Value, int Expires);
}
