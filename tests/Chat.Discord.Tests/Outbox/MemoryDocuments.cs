using Nightshift.Runs.Store;

namespace Nightshift.Chat.Discord.Tests.Outbox;

/// <summary>The disk, which outlives processes.</summary>
internal sealed class Disk
{
    public Lock Gate { get; } = new();

    public Dictionary<(string Space, string Name), ChannelDocument> Documents { get; } = [];

    public long Last { get; set; }

    /// <summary>Characters of bodies that were read or written.</summary>
    public long Moved { get; set; }
}

/// <summary>A store in memory, of a process that may be killed at each of its lines.</summary>
internal sealed class MemoryDocuments(Disk disk, CrashPoint? crash = null) : IChannelDocuments
{
    public Task<ChannelDocument?> FindAsync(string space, string name, CancellationToken cancellationToken)
    {
        lock (disk.Gate)
        {
            var found = disk.Documents.GetValueOrDefault((space, name));
            disk.Moved += found?.Body.Length ?? 0;
            return Task.FromResult(found);
        }
    }

    public Task<IReadOnlyList<ChannelDocument>> ListAsync(string space, string topic, CancellationToken cancellationToken) => List(space, document => document.Topic == topic);

    public Task<IReadOnlyList<ChannelDocument>> ListOpenAsync(string space, CancellationToken cancellationToken) => List(space, document => document.IsOpen);

    public async Task<IReadOnlyList<ChannelDocument?>> ChangeAsync(IReadOnlyList<ChannelChange> changes, CancellationToken cancellationToken)
    {
        await Task.Yield();
        crash?.Pass($"before writing {changes[0].Name}");
        List<ChannelDocument?> written = [];
        lock (disk.Gate) written.AddRange(changes.Select(Change));
        crash?.Pass($"after writing {changes[0].Name}");
        return written;
    }

    public Task<int> RemoveAsync(string space, DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(0);

    private ChannelDocument? Change(ChannelChange change)
    {
        var known = disk.Documents.GetValueOrDefault((change.Space, change.Name));
        if (change.Change(known) is not { } entry) return known;
        disk.Moved += entry.Body.Length;
        return disk.Documents[(change.Space, change.Name)] = new ChannelDocument(known?.Number ?? ++disk.Last, known?.Topic ?? change.Topic, change.Name, entry.IsOpen, entry.Body);
    }

    private Task<IReadOnlyList<ChannelDocument>> List(string space, Func<ChannelDocument, bool> which)
    {
        lock (disk.Gate)
        {
            List<ChannelDocument> found = [.. disk.Documents.Where(one => one.Key.Space == space && which(one.Value)).Select(one => one.Value).OrderBy(document => document.Number)];
            disk.Moved += found.Sum(document => (long)document.Body.Length);
            return Task.FromResult<IReadOnlyList<ChannelDocument>>(found);
        }
    }
}
