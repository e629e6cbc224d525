using Nightshift.Onebox.ZooKeeper.Tree;
using Nightshift.ZooKeeper;
using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.Onebox.ZooKeeper.Serving;

internal sealed partial class RequestServer
{
    private void Answer(ServerConnection connection, RequestHeader header, ref JuteReader reader)
    {
        _sessions.Touch(connection.SessionId);
        try
        {
            switch (header.Type)
            {
                case OpCode.Ping:
                    Reply(connection, header.Xid);
                    break;
                case OpCode.Auth:
                    Authenticate(connection, header.Xid, AuthPacket.Read(ref reader));
                    break;
                case OpCode.SetWatches:
                    SetWatchesAgain(connection, header.Xid, SetWatches.Read(ref reader));
                    break;
                case OpCode.CloseSession:
                    SayGoodbye(connection, header.Xid);
                    break;
                case OpCode.Sync:
                    Reply(connection, header.Xid, PathRecord.Read(ref reader));
                    break;
                case OpCode.Exists or OpCode.GetData or OpCode.GetChildren or OpCode.GetChildren2:
                    Read(connection, header, ReadRequest.Read(ref reader));
                    break;
                case OpCode.GetAcl:
                    ReadAcl(connection, header.Xid, PathRecord.Read(ref reader).Path);
                    break;
                default:
                    Change(connection, header, ref reader);
                    break;
            }
        }
        catch (Refusal refusal)
        {
            Send(connection, FrameBuffer.Of(new ReplyHeader(header.Xid, _tree.LastZxid, refusal.Code)));
        }
    }

    private void Change(ServerConnection connection, RequestHeader header, ref JuteReader reader)
    {
        var (session, identities, xid) = (connection.SessionId, connection.Identities, header.Xid);
        switch (header.Type)
        {
            case OpCode.Create or OpCode.Create2:
                var create = _rules.Create(CreateRequest.Read(ref reader), session, identities, Now);
                Commit(create);
                if (header.Type == OpCode.Create)
                    Reply(connection, xid, new PathRecord(create.Path));
                else
                    Reply(connection, xid, new Create2Response(create.Path, StatOf(create.Path)));
                break;
            case OpCode.Delete:
                Commit(_rules.Delete(VersionRequest.Read(ref reader), session, identities, Now));
                Reply(connection, xid);
                break;
            case OpCode.SetData:
                var set = _rules.SetData(SetDataRequest.Read(ref reader), session, identities, Now);
                Commit(set);
                Reply(connection, xid, StatOf(set.Path));
                break;
            case OpCode.SetAcl:
                var setAcl = _rules.SetAcl(SetAclRequest.Read(ref reader), session, identities, Now);
                Commit(setAcl);
                Reply(connection, xid, StatOf(setAcl.Path));
                break;
            default:
                throw new Refusal(ErrorCode.Unimplemented);
        }
    }

    private StatRecord StatOf(string path) => _tree.TryGet(path, out var node) ? node.Stat : throw new Refusal(ErrorCode.NoNode);

    private void Read(ServerConnection connection, RequestHeader header, ReadRequest request)
    {
        if (header.Type == OpCode.Exists)
        {
            if (request.Watch)
                _watches.WatchData(request.Path, connection);
            Reply(connection, header.Xid, StatOf(request.Path));
            return;
        }

        var node = _rules.Readable(request.Path, Permissions.Read, connection.Identities);
        if (request.Watch && header.Type == OpCode.GetData)
            _watches.WatchData(request.Path, connection);
        else if (request.Watch)
            _watches.WatchChildren(request.Path, connection);
        if (header.Type == OpCode.GetData)
            Reply(connection, header.Xid, new GetDataResponse(node.Data, node.Stat));
        else if (header.Type == OpCode.GetChildren)
            Reply(connection, header.Xid, new GetChildrenResponse([.. node.Children]));
        else
            Reply(connection, header.Xid, new GetChildren2Response([.. node.Children], node.Stat));
    }

    private void ReadAcl(ServerConnection connection, int xid, string path)
    {
        var node = _rules.Readable(path, Permissions.Read | Permissions.Admin, connection.Identities);
        Reply(connection, xid, new GetAclResponse(node.Acl, node.Stat));
    }

    private void Authenticate(ServerConnection connection, int xid, AuthPacket packet)
    {
        if (Identity.Prove(packet.Scheme, packet.Auth) is { } identity)
        {
            connection.Identities.Add(identity);
            Reply(connection, xid);
            return;
        }

        Send(connection, FrameBuffer.Of(new ReplyHeader(xid, _tree.LastZxid, ErrorCode.AuthFailed)));
        Drop(connection);
    }

    private void SetWatchesAgain(ServerConnection connection, int xid, SetWatches watches)
    {
        foreach (var missed in _watches.SetAgain(watches, _tree, connection))
            Notify(connection, missed);
        Reply(connection, xid);
    }

    private void SayGoodbye(ServerConnection connection, int xid)
    {
        _sessions.Detach(connection.SessionId, connection);
        CloseSession(connection.SessionId);
        Reply(connection, xid);
        Drop(connection);
    }

    private void Reply(ServerConnection connection, int xid) =>
        Send(connection, FrameBuffer.Of(new ReplyHeader(xid, _tree.LastZxid, ErrorCode.Ok)));

    private void Reply<T>(ServerConnection connection, int xid, T body) where T : IJuteRecord<T> =>
        Send(connection, FrameBuffer.Of(new ReplyHeader(xid, _tree.LastZxid, ErrorCode.Ok), body));
}
