using Nightshift.Onebox.ZooKeeper.Tree;
using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.Onebox.ZooKeeper.Serving;

internal sealed partial class RequestServer
{
    private static readonly byte[] NoPassword = new byte[16];

    private void OpenSession(ServerConnection connection, ConnectRequest request)
    {
        if (request.LastZxidSeen > _tree.LastZxid)
        {
            OneboxZooKeeperLog.ClientAhead(_logger, request.SessionId, request.LastZxidSeen, _tree.LastZxid);
            Drop(connection);
            return;
        }

        var least = (int)_options.LeastTimeout.TotalMilliseconds;
        var timeout = Math.Clamp(request.Timeout, least, Math.Max(least, (int)_options.MaxSessionTimeout.TotalMilliseconds));
        if (request.SessionId == 0)
            Begin(connection, timeout);
        else if (!_sessions.Contains(request.SessionId) || !request.Password.AsSpan().SequenceEqual(SessionTable.Password(request.SessionId)))
            Refuse(connection, request);
        else
            Resume(connection, request, timeout);
        if (connection.SessionId != 0)
            Greet(connection, request, timeout);
    }

    private void Begin(ServerConnection connection, int timeout)
    {
        connection.SessionId = _sessions.NextId();
        Commit(new CreateSessionTransaction(_tree.LastZxid + 1, Now, connection.SessionId, timeout));
        _sessions.Open(connection.SessionId, timeout);
        _sessions.Attach(connection.SessionId, timeout, connection);
        OneboxZooKeeperLog.SessionOpened(_logger, connection.SessionId, timeout);
    }

    private void Resume(ServerConnection connection, ConnectRequest request, int timeout)
    {
        connection.SessionId = request.SessionId;
        if (_sessions.Attach(connection.SessionId, timeout, connection) is { } before)
            Drop(before);
        OneboxZooKeeperLog.SessionResumed(_logger, connection.SessionId);
    }

    private void Refuse(ServerConnection connection, ConnectRequest request)
    {
        OneboxZooKeeperLog.SessionRefused(_logger, request.SessionId);
        Send(connection, FrameBuffer.Of(new ConnectResponse(0, 0, 0, NoPassword, ReadOnlyFor(request))));
        Drop(connection);
    }

    private void Greet(ServerConnection connection, ConnectRequest request, int timeout) => Send(connection, FrameBuffer.Of(
        new ConnectResponse(0, timeout, connection.SessionId, SessionTable.Password(connection.SessionId), ReadOnlyFor(request))));

    /// <summary>Clients before 3.5 neither send the last byte nor expect it; to send it would shift all that follows.</summary>
    private static bool? ReadOnlyFor(ConnectRequest request) => request.ReadOnly is null ? null : false;

    private void ExpireSessions()
    {
        foreach (var session in _sessions.Expired())
        {
            OneboxZooKeeperLog.SessionExpired(_logger, session);
            CloseSession(session);
        }
    }

    private long CloseSession(long session)
    {
        if (_sessions.Close(session) is { } connection)
            Drop(connection);
        return Commit(new CloseSessionTransaction(_tree.LastZxid + 1, Now, session));
    }
}
