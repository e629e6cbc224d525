using Microsoft.Extensions.Logging;
using Nightshift.ZooKeeper.Protocol;
using Nightshift.ZooKeeper.Sessions;

namespace Nightshift.ZooKeeper;

/// <summary>
/// One ZooKeeper session. It moves from server to server by itself; when the servers expire it, it is over and every call fails with
/// <see cref="SessionExpiredException"/>: whoever wants to go on connects anew (see <see cref="ZooKeeperSessions"/>).
/// </summary>
public sealed partial class ZooKeeperClient : IZooKeeper, IAsyncDisposable
{
    private readonly ZooKeeperOptions _options;
    private readonly Session _session;
    private int _disposed;

    private ZooKeeperClient(ZooKeeperOptions options, Session session) => (_options, _session) = (options, session);

    /// <summary>As it is known to the servers; equals <see cref="ZNodeStat.EphemeralOwner"/> of the nodes it owns.</summary>
    public long SessionId => _session.Id;

    /// <summary>As the server granted it.</summary>
    public TimeSpan SessionTimeout => _session.Timeout;

    public SessionState State => _session.States.Current;

    /// <summary>Opens a session. <c>random</c> decides the order of the servers and the jitter between attempts.</summary>
    /// <exception cref="ArgumentException">The options have faults; all are named.</exception>
    /// <exception cref="ConnectionLossException">No server answered within <see cref="ZooKeeperOptions.UnreachableAfter"/>.</exception>
    /// <exception cref="ZooKeeperRefusedException"><see cref="ErrorCode.AuthFailed"/>.</exception>
    public static async Task<ZooKeeperClient> Connect(
        ZooKeeperOptions options, TimeProvider timeProvider, Random random, ILogger<ZooKeeperClient> logger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Faults() is { Count: > 0 } faults)
            throw new ArgumentException(string.Join("; ", faults), nameof(options));
        var client = new ZooKeeperClient(options, new Session(options, timeProvider, random, logger));
        try
        {
            await client._session.Connected.WaitAsync(options.UnreachableLimit, timeProvider, cancellationToken);
            return client;
        }
        catch (TimeoutException)
        {
            var cause = client._session.LastFailure;
            await client.DisposeAsync();
            throw new ConnectionLossException($"no server of {options.Servers} answered: {cause?.Message}", outcomeUnknown: false, cause);
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>The present state, then every change of it; ends with a final state.</summary>
    public IAsyncEnumerable<SessionState> States(CancellationToken cancellationToken) => _session.States.Follow(cancellationToken);

    /// <summary>Ends the session, so that its ephemeral nodes go at once; waits no longer than <see cref="ZooKeeperOptions.CloseTimeout"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            await _session.DisposeAsync();
    }

    private Task<Reply> Send<T>(OpCode operation, ZNodePath path, T body, WatchIntent? watch, CancellationToken cancellationToken)
        where T : IJuteRecord<T>
    {
        var frame = FrameBuffer.Of(new RequestHeader(0, operation), body);
        if (frame.Length - FrameParser.HeaderSize > _options.MaxRequestBytes)
            throw new ZooKeeperRequestException(
                $"{operation} of '{path}' takes {frame.Length} bytes, {_options.MaxRequestBytes} are allowed", ErrorCode.BadArguments);
        return _session.Send(new PendingRequest(operation, path.ToString(), frame, watch), cancellationToken);
    }

    private string ToServerPath(ZNodePath path)
    {
        if (_options.Servers.Chroot == ZNodePath.Root)
            return path.ToString();
        return path == ZNodePath.Root ? _options.Servers.Chroot.ToString() : _options.Servers.Chroot.ToString() + path;
    }

    private ZNodePath FromServerPath(string path)
    {
        var chroot = _options.Servers.Chroot;
        return ZNodePath.Parse(chroot == ZNodePath.Root ? path : path[chroot.ToString().Length..]);
    }

    private T Read<T>(Reply reply, string operation, ZNodePath path) where T : IJuteRecord<T>
    {
        Check(reply, operation, path);
        var reader = new JuteReader(reply.Body);
        return T.Read(ref reader);
    }

    private void Check(Reply reply, string operation, ZNodePath path)
    {
        if (reply.Header.Error != ErrorCode.Ok)
            throw Errors.From(reply.Header.Error, operation, path, SessionId);
    }
}
