using System.Net.Sockets;
using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.ZooKeeper.Sessions;

internal sealed partial class Connection
{
    /// <summary>Connects, opens or resumes the session, proves the identities and queues the watches to be set again.</summary>
    /// <exception cref="ZooKeeperRefusedException">An identity was refused.</exception>
    public static async Task<Connection> Open(
        ServerAddress server, ConnectRequest request, IReadOnlyList<AuthInfo> auth, IReadOnlyList<SetWatches> watches,
        int maxReplyBytes, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server.Host, server.Port, cancellationToken);
            if (socket.LocalEndPoint!.Equals(socket.RemoteEndPoint))
                throw new IOException($"{server} is not there: the connection reached itself");
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        var connection = new Connection(socket, server, maxReplyBytes, timeProvider);
        try
        {
            await connection.Shake(request, auth, cancellationToken);
            connection._outgoing.AddRange(watches.Select(w => FrameBuffer.Of(new RequestHeader(Xids.SetWatches, OpCode.SetWatches), w)));
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task Shake(ConnectRequest request, IReadOnlyList<AuthInfo> auth, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(FrameBuffer.Of(request), cancellationToken);
        Session = Parse(await _frames.ReadOne(cancellationToken));
        if (Session.IsExpired)
            return;
        foreach (var identity in auth)
        {
            var packet = new AuthPacket(0, identity.Scheme, identity.Credential);
            await _stream.WriteAsync(FrameBuffer.Of(new RequestHeader(Xids.Auth, OpCode.Auth), packet), cancellationToken);
            var header = ParseHeader(await _frames.ReadOne(cancellationToken));
            if (header.Xid != Xids.Auth)
                throw new ZooKeeperProtocolException($"a reply with xid {header.Xid} came to an auth request");
            if (header.Error != ErrorCode.Ok)
                throw new ZooKeeperRefusedException(ErrorCode.AuthFailed, $"auth with scheme {identity.Scheme}", "/");
        }

        static ConnectResponse Parse(ReadOnlySpan<byte> frame)
        {
            var reader = new JuteReader(frame);
            return ConnectResponse.Read(ref reader);
        }

        static ReplyHeader ParseHeader(ReadOnlySpan<byte> frame)
        {
            var reader = new JuteReader(frame);
            return ReplyHeader.Read(ref reader);
        }
    }
}
