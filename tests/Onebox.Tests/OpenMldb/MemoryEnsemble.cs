using Nightshift.Onebox.OpenMldb.Coordination;

namespace Nightshift.Onebox.Tests.OpenMldb;

/// <summary>A ZooKeeper ensemble in memory whose sessions a test ends when it wants.</summary>
internal sealed class MemoryEnsemble
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Node> _nodes = new(StringComparer.Ordinal);
    private readonly List<Watch> _watches = [];

    public IReadOnlyList<string> Children(string path)
    {
        lock (_lock)
        {
            return ChildrenOf(path);
        }
    }

    public string? Text(string path)
    {
        lock (_lock)
        {
            return _nodes.TryGetValue(path, out var node) ? System.Text.Encoding.UTF8.GetString(node.Value) : null;
        }
    }

    public INodeZooKeeper Connect(Action<MemorySession> created)
    {
        var session = new MemorySession(this);
        created(session);
        return session;
    }

    internal bool Exists(string path)
    {
        lock (_lock)
        {
            return _nodes.ContainsKey(path);
        }
    }

    internal byte[]? Get(string path)
    {
        lock (_lock)
        {
            return _nodes.TryGetValue(path, out var node) ? node.Value : null;
        }
    }

    internal string? Create(string path, byte[] value, object? owner, bool sequential)
    {
        lock (_lock)
        {
            for (var slash = path.IndexOf('/', 1); slash > 0; slash = path.IndexOf('/', slash + 1))
            {
                if (_nodes.TryAdd(path[..slash], new Node([], null)))
                {
                    Changed(path[..slash]);
                }
            }

            var parent = Parent(path);
            if (sequential)
            {
                path = $"{path}{_nodes[parent].Sequence++:D10}";
            }

            if (!_nodes.TryAdd(path, new Node(value, owner)))
            {
                return null;
            }

            Changed(path);
            return path;
        }
    }

    internal bool Set(string path, byte[] value)
    {
        lock (_lock)
        {
            if (!_nodes.TryGetValue(path, out var node))
            {
                return false;
            }

            node.Value = value;
            return true;
        }
    }

    internal bool Delete(string path)
    {
        lock (_lock)
        {
            if (!_nodes.Remove(path))
            {
                return false;
            }

            Changed(path);
            return true;
        }
    }

    internal void Expire(object owner)
    {
        lock (_lock)
        {
            _watches.RemoveAll(watch => watch.Owner == owner);
            foreach (var path in _nodes.Where(each => each.Value.Owner == owner).Select(each => each.Key).ToArray())
            {
                _nodes.Remove(path);
                Changed(path);
            }
        }
    }

    internal void AddWatch(string path, object owner, Func<IReadOnlyList<string>, Task> changed)
    {
        lock (_lock)
        {
            _watches.Add(new Watch(path, owner, changed));
        }
    }

    private static string Parent(string path) => path[..path.LastIndexOf('/')];

    private string[] ChildrenOf(string path)
        => [.. _nodes.Keys.Where(each => each.StartsWith(path + "/", StringComparison.Ordinal) && each.LastIndexOf('/') == path.Length)
            .Select(each => each[(path.Length + 1)..])];

    private void Changed(string path)
    {
        foreach (var watch in _watches.Where(watch => watch.Path == Parent(path)))
        {
            watch.Fire(() => Children(watch.Path));
        }
    }

    private sealed class Node(byte[] value, object? owner)
    {
        public byte[] Value { get; set; } = value;

        public object? Owner { get; } = owner;

        public int Sequence { get; set; }
    }

    private sealed class Watch(string path, object owner, Func<IReadOnlyList<string>, Task> changed)
    {
        private Task _last = Task.CompletedTask;

        public string Path { get; } = path;

        public object Owner { get; } = owner;

        public void Fire(Func<IReadOnlyList<string>> read)
            => _last = _last.ContinueWith(_ => changed(read()), TaskScheduler.Default).Unwrap();
    }
}
