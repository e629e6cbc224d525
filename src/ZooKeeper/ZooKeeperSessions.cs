using Microsoft.Extensions.Logging;

namespace Nightshift.ZooKeeper;

/// <summary>
/// Keeps one live client for readers that outlast sessions, such as discovery: once the servers have expired the session, the next call
/// opens another. Not for owners of ephemeral nodes, who must notice.
/// </summary>
public sealed class ZooKeeperSessions(
    ZooKeeperOptions options, TimeProvider timeProvider, Random random, ILogger<ZooKeeperClient> logger) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private ZooKeeperClient? _client;
    private bool _disposed;

    /// <summary>The client of the present session, connected on first use. Owned by this object: do not dispose it.</summary>
    /// <exception cref="ConnectionLossException">No server answered.</exception>
    /// <exception cref="ZooKeeperRefusedException"><see cref="ErrorCode.AuthFailed"/>.</exception>
    public async Task<ZooKeeperClient> Current(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_client is { State: SessionState.Connected or SessionState.Disconnected })
                return _client;
            if (_client is not null)
                await _client.DisposeAsync();
            _client = null;
            return _client = await ZooKeeperClient.Connect(options, timeProvider, random, logger, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Reads through the present session; if it turns out to have expired, once more through the next one. Only for reads and waits.</summary>
    public async Task<T> Read<T>(Func<IZooKeeper, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        try
        {
            return await read(await Current(cancellationToken), cancellationToken);
        }
        catch (SessionExpiredException)
        {
            return await read(await Current(cancellationToken), cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        try
        {
            _disposed = true;
            if (_client is not null)
                await _client.DisposeAsync();
            _client = null;
        }
        finally
        {
            _gate.Release();
        }
    }
}
