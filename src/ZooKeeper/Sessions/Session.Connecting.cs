using System.Net.Sockets;
using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.ZooKeeper.Sessions;

internal sealed partial class Session
{
    private const int LeastAttempts = 3;

    private static readonly TimeSpan LeastAttemptLimit = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Short enough to try every server, and even a single one several times, while the session lives: a server that is starting may accept
    /// a connection and never answer on it.
    /// </summary>
    private TimeSpan AttemptLimit
    {
        get
        {
            var share = Timeout / Math.Max(LeastAttempts, _servers.Count);
            return share > LeastAttemptLimit ? share : LeastAttemptLimit;
        }
    }

    private async Task<Connection?> TryOpen()
    {
        var server = _servers.Next();
        using var timer = new CancellationTokenSource(AttemptLimit, _timeProvider);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, timer.Token);
        try
        {
            var request = new ConnectRequest(0, _lastZxid, (int)_options.SessionTimeout.TotalMilliseconds, Id, _password, false);
            return await Connection.Open(
                server, request, _options.Auth, _watches.ForReconnect(_lastZxid), _options.MaxReplyBytes, _timeProvider, limit.Token);
        }
        catch (ZooKeeperRefusedException refused)
        {
            Log.AuthFailed(_logger, server, refused.Message);
            End(SessionState.AuthFailed, refused);
            return null;
        }
        catch (Exception exception) when (IsUnreachable(exception))
        {
            _lastFailure = exception is OperationCanceledException ? new TimeoutException($"{server} did not answer") : exception;
            Log.ConnectFailed(_logger, server, _lastFailure.Message);
            return null;
        }
    }

    private static bool IsUnreachable(Exception exception) =>
        exception is IOException or SocketException or OperationCanceledException or ZooKeeperProtocolException;

    /// <summary>Takes over what the server granted; false when it says that the session is over.</summary>
    private bool Adopt(Connection connection)
    {
        if (connection.Session.IsExpired)
        {
            Log.Expired(_logger, Id);
            End(SessionState.Expired, new SessionExpiredException(Id));
            return false;
        }

        Volatile.Write(ref _id, connection.Session.SessionId);
        _password = connection.Session.Password;
        Timeout = TimeSpan.FromMilliseconds(connection.Session.Timeout);
        return true;
    }
}
