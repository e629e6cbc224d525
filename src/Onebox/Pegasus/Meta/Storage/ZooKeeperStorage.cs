using Microsoft.Extensions.Logging;
using Nightshift.ZooKeeper;

namespace Nightshift.Onebox.Pegasus.Meta.Storage;

/// <summary><see cref="IMetaStorage"/> on the managed client. Its session's end is the process's: see <see cref="LeaderLock"/>.</summary>
/// <param name="slow">How long each call is held back: a fault.</param>
internal sealed class ZooKeeperStorage(ZooKeeperClient client, Func<TimeSpan> slow, TimeProvider time, ILogger log) : IMetaStorage
{
    private readonly Lock _gate = new();
    private Task _order = Task.CompletedTask;

    public Task<(StorageResult Result, byte[] Data)> GetAsync(string path) => CallAsync<byte[]>("get", path, [], async node =>
        (await client.Get(node, CancellationToken.None)).Data.ToArray());

    public Task<(StorageResult Result, IReadOnlyList<string> Names)> ChildrenAsync(string path) => CallAsync<IReadOnlyList<string>>(
        "children", path, [], async node => [.. (await client.Children(node, CancellationToken.None)).Names]);

    public async Task<StorageResult> CreateAsync(string path, byte[] data) => (await CallAsync("create", path, false, async node =>
    {
        await client.Create(node, data, CreateMode.Persistent, ZNodeAcl.Open, CancellationToken.None);
        return true;
    })).Result;

    public async Task<StorageResult> SetAsync(string path, byte[] data) => (await CallAsync("set", path, false, async node =>
    {
        await client.Set(node, data, IZooKeeper.AnyVersion, CancellationToken.None);
        return true;
    })).Result;

    /// <summary>Creates that node and its missing parents.</summary>
    public async Task<StorageResult> CreateAllAsync(string path)
    {
        for (var slash = path.IndexOf('/', 1); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            if (await CreateAsync(path[..slash], []) is StorageResult.Timeout)
            {
                return StorageResult.Timeout;
            }
        }

        return await CreateAsync(path, []) is StorageResult.Timeout ? StorageResult.Timeout : StorageResult.Ok;
    }

    /// <summary>Held back calls keep their order, and several wait together.</summary>
    private Task SlowAsync()
    {
        var delay = slow();
        if (delay <= TimeSpan.Zero)
        {
            return Task.CompletedTask;
        }

        lock (_gate)
        {
            return _order = BothAsync(Task.Delay(delay, time), _order);
        }

        static async Task BothAsync(Task delayed, Task before)
        {
            await delayed;
            await before;
        }
    }

    private async Task<(StorageResult Result, T Value)> CallAsync<T>(string operation, string path, T otherwise, Func<ZNodePath, Task<T>> call)
    {
        await SlowAsync();
        try
        {
            return (StorageResult.Ok, await call(ZNodePath.Parse(path)));
        }
        catch (ZooKeeperRefusedException error) when (error.Code == ErrorCode.NoNode)
        {
            return (StorageResult.NotFound, otherwise);
        }
        catch (ZooKeeperRefusedException error) when (error.Code == ErrorCode.NodeExists)
        {
            return (StorageResult.Exists, otherwise);
        }
        catch (Exception error) when (error is ZooKeeperException or ObjectDisposedException)
        {
            log.StorageFailed(operation, path, error.Message);
            return (StorageResult.Timeout, otherwise);
        }
    }
}
