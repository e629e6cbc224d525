using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.ZooKeeper;

namespace Nightshift.Onebox.OpenMldb.Coordination;

/// <summary>
/// <see cref="INodeZooKeeper"/> on the managed client. As in upstream's <c>ZkClient</c> a lost session is not replaced by itself, and the session
/// term grows with every connection, also one that goes on with the old session.
/// </summary>
internal sealed class SessionNodeZooKeeper(ZooKeeperOptions options, TimeProvider time, Random random, ILogger log) : INodeZooKeeper
{
    private readonly Lock _lock = new();
    private ZooKeeperClient? _client;
    private CancellationTokenSource _session = new();
    private long _term;

    public bool IsConnected => Client is { State: SessionState.Connected };

    public long SessionTerm => Interlocked.Read(ref _term);

    private ZooKeeperClient? Client
    {
        get
        {
            lock (_lock)
            {
                return _client;
            }
        }
    }

    public async Task<bool> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            var client = await ZooKeeperClient.Connect(options, time, random, NullLogger<ZooKeeperClient>.Instance, cancellationToken);
            CancellationToken ended;
            lock (_lock)
            {
                _client = client;
                _session = new CancellationTokenSource();
                ended = _session.Token;
            }

            Interlocked.Increment(ref _term);
            _ = FollowAsync(client, ended);
            return true;
        }
        catch (ZooKeeperException error)
        {
            log.ZooKeeperFailed("connect", options.Servers.ToString(), error.Message);
            return false;
        }
    }

    public async Task<bool> ReconnectAsync(CancellationToken cancellationToken)
    {
        await CloseAsync();
        return await ConnectAsync(cancellationToken);
    }

    public async Task CloseAsync()
    {
        ZooKeeperClient? client;
        lock (_lock)
        {
            client = _client;
            _client = null;
            _session.Cancel();
        }

        if (client is not null)
        {
            await client.DisposeAsync();
        }
    }

    public Task<byte[]?> GetAsync(string path) => TryAsync("get", path, null, async (client, node) =>
        (await client.Get(node, CancellationToken.None)).Data.ToArray());

    public Task<bool> ExistsAsync(string path)
        => TryAsync("exists", path, false, async (client, node) => await client.Exists(node, CancellationToken.None) is not null);

    public async Task<bool> CreateAsync(string path, byte[] value)
        => await CreateParentsAsync(path) && await CreateOneAsync(path, value, CreateMode.Persistent) is not null;

    public async Task<string?> CreateEphemeralAsync(string path, byte[] value, bool sequential)
        => await CreateParentsAsync(path)
            ? await CreateOneAsync(path, value, sequential ? CreateMode.EphemeralSequential : CreateMode.Ephemeral)
            : null;

    public Task<bool> SetAsync(string path, byte[] value) => TryAsync("set", path, false, async (client, node) =>
    {
        await client.Set(node, value, IZooKeeper.AnyVersion, CancellationToken.None);
        return true;
    });

    public async Task<bool> IncrementAsync(string path)
    {
        for (var tried = 0; tried < 10; tried++)
        {
            if (await TryAsync("increment", path, false, IncrementOnceAsync))
            {
                return true;
            }
        }

        return false;
    }

    public Task<bool> DeleteAsync(string path) => TryAsync("delete", path, false, async (client, node) =>
    {
        await client.Delete(node, IZooKeeper.AnyVersion, CancellationToken.None);
        return true;
    });

    public Task<IReadOnlyList<string>?> ChildrenAsync(string path) => TryAsync<IReadOnlyList<string>?>("children", path, null, async (client, node) =>
        [.. (await client.Children(node, CancellationToken.None)).Names.Order(StringComparer.Ordinal)]);

    public async Task<bool> WatchChildrenAsync(string path, Func<IReadOnlyList<string>, Task> changed)
    {
        CancellationToken ended;
        lock (_lock)
        {
            ended = _session.Token;
        }

        var watched = await WatchOnceAsync(path);
        if (watched is null)
        {
            return false;
        }

        _ = WatchOnAsync(path, watched, changed, ended);
        return true;
    }

    /// <summary>
    /// Lets the session be, as a process of upstream's does however it ends: its nodes stay until the servers expire it. The connection ends
    /// with the process.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _session.Cancel();
        }

        return ValueTask.CompletedTask;
    }

    private static async Task<bool> IncrementOnceAsync(ZooKeeperClient client, ZNodePath node)
    {
        var now = await client.Get(node, CancellationToken.None);
        var next = ulong.Parse(System.Text.Encoding.UTF8.GetString(now.Data.Span), System.Globalization.CultureInfo.InvariantCulture) + 1;
        await client.Set(node, System.Text.Encoding.UTF8.GetBytes($"{next}"), now.Stat.Version, CancellationToken.None);
        return true;
    }

    private Task<string?> CreateOneAsync(string path, byte[] value, CreateMode mode) => TryAsync<string?>("create", path, null, async (client, node) =>
    {
        var acl = options.Auth.Count > 0 ? ZNodeAcl.CreatorAll : ZNodeAcl.Open;
        return (await client.Create(node, value, mode, acl, CancellationToken.None)).ToString();
    });

    private async Task<bool> CreateParentsAsync(string path)
    {
        for (var slash = path.IndexOf('/', 1); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            var parent = path[..slash];
            if (!await ExistsAsync(parent) && await CreateOneAsync(parent, [], CreateMode.Persistent) is null && !await ExistsAsync(parent))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<T> TryAsync<T>(string operation, string path, T otherwise, Func<ZooKeeperClient, ZNodePath, Task<T>> call)
    {
        if (Client is not { } client)
        {
            return otherwise;
        }

        try
        {
            return await call(client, ZNodePath.Parse(path));
        }
        catch (ZooKeeperRefusedException error)
        {
            log.ZooKeeperRefused(operation, path, error.Code.ToString());
        }
        catch (Exception error) when (error is ZooKeeperException or ObjectDisposedException or OperationCanceledException)
        {
            log.ZooKeeperFailed(operation, path, error.Message);
        }

        return otherwise;
    }

    private Task<Watched<ZNodeChildren>?> WatchOnceAsync(string path) => TryAsync<Watched<ZNodeChildren>?>("watch", path, null, async (client, node) =>
        await client.WatchChildren(node, CancellationToken.None));

    private async Task WatchOnAsync(string path, Watched<ZNodeChildren> first, Func<IReadOnlyList<string>, Task> changed, CancellationToken ended)
    {
        for (var watched = first; watched is not null; watched = await WatchOnceAsync(path))
        {
            using (watched)
            {
                if (!ReferenceEquals(watched, first))
                {
                    await changed([.. watched.Value.Names.Order(StringComparer.Ordinal)]);
                }

                if (!await FiredAsync(watched, path) || ended.IsCancellationRequested)
                {
                    return;
                }
            }
        }
    }

    private async Task<bool> FiredAsync(Watched<ZNodeChildren> watched, string path)
    {
        try
        {
            await watched.Fired;
            return true;
        }
        catch (Exception error) when (error is ZooKeeperException or OperationCanceledException)
        {
            log.ZooKeeperFailed("watch", path, error.Message);
            return false;
        }
    }

    private async Task FollowAsync(ZooKeeperClient client, CancellationToken ended)
    {
        var connected = true;
        try
        {
            await foreach (var state in client.States(ended))
            {
                if (state == SessionState.Connected && !connected)
                {
                    Interlocked.Increment(ref _term);
                }

                connected = state == SessionState.Connected;
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            log.ZooKeeperFailed("session", options.Servers.ToString(), "closed");
        }
    }
}
