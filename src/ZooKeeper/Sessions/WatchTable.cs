using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.ZooKeeper.Sessions;

/// <summary>
/// The one-shot watches of a session, in the three kinds that the servers know. Only the reader of the connection adds and fires, so
/// that both happen in the order of the wire; anyone may forget. Source: <c>ZKWatchManager.java</c>.
/// </summary>
internal sealed class WatchTable
{
    /// <summary>Paths in one SetWatches request, in characters; upstream's client sends as much at a time.</summary>
    private const int BatchLength = 128 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<WatchIntent>> _data = [];
    private readonly Dictionary<string, List<WatchIntent>> _exist = [];
    private readonly Dictionary<string, List<WatchIntent>> _child = [];
    private Exception? _closed;

    /// <summary>Sets the watch that a read asked for, if its reply set one on the server.</summary>
    public void Add(OpCode operation, ErrorCode error, WatchIntent watch)
    {
        var kind = (operation, error) switch
        {
            (OpCode.Exists or OpCode.GetData, ErrorCode.Ok) => _data,
            (OpCode.Exists, ErrorCode.NoNode) => _exist,
            (OpCode.GetChildren or OpCode.GetChildren2, ErrorCode.Ok) => _child,
            _ => null,
        };
        if (kind is null)
            return;
        lock (_lock)
        {
            if (watch.Fired.Task.IsCompleted)
                return;
            if (_closed is not null)
                Fail(watch, _closed);
            else if (kind.TryGetValue(watch.ServerPath, out var list))
                list.Add(watch);
            else
                kind[watch.ServerPath] = [watch];
        }
    }

    public void Fire(WatcherEvent fired, Func<string, ZNodePath> toClientPath)
    {
        Dictionary<string, List<WatchIntent>>[] kinds = fired.Type switch
        {
            WatchEventType.NodeCreated or WatchEventType.NodeDataChanged => [_data, _exist],
            WatchEventType.NodeDeleted => [_data, _exist, _child],
            WatchEventType.NodeChildrenChanged => [_child],
            _ => [],
        };
        List<WatchIntent> hit = [];
        lock (_lock)
        {
            foreach (var kind in kinds)
            {
                if (kind.Remove(fired.Path, out var list))
                    hit.AddRange(list);
            }
        }

        if (hit.Count == 0)
            return;
        var watchEvent = new WatchEvent(fired.Type, toClientPath(fired.Path));
        foreach (var watch in hit)
            watch.Fired.TrySetResult(watchEvent);
    }

    public void Forget(WatchIntent watch)
    {
        watch.Fired.TrySetCanceled();
        lock (_lock)
        {
            foreach (var kind in new[] { _data, _exist, _child })
            {
                if (kind.TryGetValue(watch.ServerPath, out var list) && list.Remove(watch) && list.Count == 0)
                    kind.Remove(watch.ServerPath);
            }
        }
    }

    /// <summary>What a new connection must set again, in requests of bounded size.</summary>
    public IReadOnlyList<SetWatches> ForReconnect(long relativeZxid)
    {
        (List<string> Data, List<string> Exist, List<string> Child) batch = ([], [], []);
        var batches = new List<SetWatches>();
        var length = 0;
        lock (_lock)
        {
            Fill(_data.Keys, () => batch.Data);
            Fill(_exist.Keys, () => batch.Exist);
            Fill(_child.Keys, () => batch.Child);
        }

        if (length > 0)
            Flush();
        return batches;

        void Fill(IEnumerable<string> paths, Func<List<string>> list)
        {
            foreach (var path in paths)
            {
                list().Add(path);
                length += path.Length;
                if (length >= BatchLength)
                    Flush();
            }
        }

        void Flush()
        {
            batches.Add(new SetWatches(relativeZxid, [.. batch.Data], [.. batch.Exist], [.. batch.Child]));
            batch = ([], [], []);
            length = 0;
        }
    }

    /// <summary>Fails all watches, now and later, with the cause.</summary>
    public void Close(Exception cause)
    {
        lock (_lock)
        {
            _closed ??= cause;
            foreach (var watch in new[] { _data, _exist, _child }.SelectMany(kind => kind.Values).SelectMany(list => list))
                Fail(watch, _closed);
            _data.Clear();
            _exist.Clear();
            _child.Clear();
        }
    }

    private static void Fail(WatchIntent watch, Exception cause)
    {
        if (watch.Fired.TrySetException(cause))
            _ = watch.Fired.Task.Exception; // the watch may have no waiter left; the cause reaches every caller anyway
    }
}
