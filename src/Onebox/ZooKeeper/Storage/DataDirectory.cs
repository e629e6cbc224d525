using System.Globalization;
using Nightshift.Onebox.ZooKeeper.Tree;

namespace Nightshift.Onebox.ZooKeeper.Storage;

/// <summary>
/// A server's files: <c>snapshot.ZXID</c> holds all up to a transaction, <c>log.ZXID</c> the transactions after it (numbers in hexadecimal).
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly string _path;
    private readonly bool _syncToDisk;
    private readonly FileStream _lock;
    private TransactionLog _log;

    private DataDirectory(string path, bool syncToDisk, FileStream @lock, TransactionLog log) =>
        (_path, _syncToDisk, _lock, _log) = (path, syncToDisk, @lock, log);

    /// <summary>Takes the directory for itself and brings back what was there when the last server died.</summary>
    /// <exception cref="IOException">Another server has it.</exception>
    /// <exception cref="InvalidDataException">A file is damaged elsewhere than at the end of the last log.</exception>
    public static (DataDirectory Directory, ZnodeTree Tree) Open(string path, bool syncToDisk)
    {
        Directory.CreateDirectory(path);
        var taken = new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            var tree = new ZnodeTree();
            var start = 0L;
            if (Numbered(path, "snapshot").LastOrDefault() is { Path: not null } snapshot)
            {
                Snapshot.Load(snapshot.Path, tree);
                start = snapshot.Zxid;
            }

            var log = TransactionLog.Replay(LogPath(path, start), syncToDisk, transaction => tree.Apply(transaction));
            RemoveBefore(path, start);
            return (new DataDirectory(path, syncToDisk, taken, log), tree);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    public void Append(Transaction transaction) => _log.Append(transaction);

    /// <summary>After it, what was appended survives the death of the process.</summary>
    public void Flush() => _log.Flush();

    /// <summary>Writes the whole tree aside, makes it the start, and forgets what came before. A death in between loses nothing.</summary>
    public void TakeSnapshot(ZnodeTree tree)
    {
        _log.Flush();
        Snapshot.Save(Path.Combine(_path, $"snapshot.{tree.LastZxid:x}"), tree);
        var next = TransactionLog.Create(LogPath(_path, tree.LastZxid), _syncToDisk);
        _log.Dispose();
        _log = next;
        RemoveBefore(_path, tree.LastZxid);
    }

    public void Dispose()
    {
        _log.Dispose();
        _lock.Dispose();
    }

    private static string LogPath(string path, long zxid) => Path.Combine(path, $"log.{zxid:x}");

    private static void RemoveBefore(string path, long zxid)
    {
        foreach (var old in Numbered(path, "snapshot").Concat(Numbered(path, "log")).Where(file => file.Zxid < zxid).ToList())
            File.Delete(old.Path);
        foreach (var torn in Directory.EnumerateFiles(path, "*.part"))
            File.Delete(torn);
    }

    private static IEnumerable<(string Path, long Zxid)> Numbered(string path, string kind) => Directory
        .EnumerateFiles(path, kind + ".*")
        .Select(file => (Path: file, Number: Path.GetExtension(file)[1..]))
        .Where(file => long.TryParse(file.Number, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out _))
        .Select(file => (file.Path, Zxid: long.Parse(file.Number, NumberStyles.HexNumber, CultureInfo.InvariantCulture)))
        .OrderBy(file => file.Zxid);
}
