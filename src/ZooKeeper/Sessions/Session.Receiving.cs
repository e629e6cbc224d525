using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.ZooKeeper.Sessions;

internal sealed partial class Session
{
    /// <summary>One frame from the server: reply header, then a body that depends on the xid.</summary>
    private void Received(byte[] frame)
    {
        var reader = new JuteReader(frame);
        var header = ReplyHeader.Read(ref reader);
        _servers.Succeeded();
        if (header.Zxid > 0)
            _lastZxid = header.Zxid;
        switch (header.Xid)
        {
            case Xids.Notification:
                _watches.Fire(WatcherEvent.Read(ref reader), ToClientPath);
                break;
            case Xids.Ping:
                break;
            case Xids.SetWatches:
                if (header.Error != ErrorCode.Ok)
                    throw new ZooKeeperProtocolException($"watches could not be set again: {header.Error}");
                break;
            default:
                Complete(_queue.TakeReplied(header.Xid), new Reply(header, reader.ReadRest()));
                break;
        }
    }

    private void Complete(PendingRequest request, Reply reply)
    {
        if (request.Watch is { } watch)
            _watches.Add(request.Operation, reply.Header.Error, watch);
        request.Complete(reply);
    }

    private ZNodePath ToClientPath(string serverPath)
    {
        var chroot = _options.Servers.Chroot;
        if (chroot == ZNodePath.Root)
            return ZNodePath.Parse(serverPath);
        return serverPath.Length == chroot.ToString().Length ? ZNodePath.Root : ZNodePath.Parse(serverPath[chroot.ToString().Length..]);
    }
}
