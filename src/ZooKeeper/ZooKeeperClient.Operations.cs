using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.ZooKeeper;

public sealed partial class ZooKeeperClient
{
    public async Task<ZNodeStat?> Exists(ZNodePath path, CancellationToken cancellationToken) =>
        ReadExists(await Send(OpCode.Exists, path, new ReadRequest(ToServerPath(path), false), null, cancellationToken), path);

    public async Task<ZNode> Get(ZNodePath path, CancellationToken cancellationToken) =>
        ReadNode(await Send(OpCode.GetData, path, new ReadRequest(ToServerPath(path), false), null, cancellationToken), path);

    public async Task<ZNodeChildren> Children(ZNodePath path, CancellationToken cancellationToken) =>
        ReadChildren(await Send(OpCode.GetChildren2, path, new ReadRequest(ToServerPath(path), false), null, cancellationToken), path);

    public async Task<ZNodePath> Create(
        ZNodePath path, ReadOnlyMemory<byte> data, CreateMode mode, ZNodeAcl acl, CancellationToken cancellationToken)
    {
        var entries = acl == ZNodeAcl.CreatorAll ? AclEntry.CreatorAll : AclEntry.Open;
        var request = new CreateRequest(ToServerPath(path), data.ToArray(), entries, (int)mode);
        var reply = await Send(OpCode.Create, path, request, null, cancellationToken);
        return FromServerPath(Read<PathRecord>(reply, "create", path).Path);
    }

    public async Task<ZNodeStat> Set(ZNodePath path, ReadOnlyMemory<byte> data, int version, CancellationToken cancellationToken)
    {
        var request = new SetDataRequest(ToServerPath(path), data.ToArray(), version);
        var reply = await Send(OpCode.SetData, path, request, null, cancellationToken);
        return Read<StatRecord>(reply, "set", path).ToStat();
    }

    public async Task Delete(ZNodePath path, int version, CancellationToken cancellationToken) =>
        Check(await Send(OpCode.Delete, path, new VersionRequest(ToServerPath(path), version), null, cancellationToken), "delete", path);

    /// <summary>
    /// Makes the server that is connected catch up with the leader: what was acknowledged to anyone before this call is seen by reads after
    /// it. Without it a follower may answer with an older state.
    /// </summary>
    public async Task Sync(ZNodePath path, CancellationToken cancellationToken) =>
        Check(await Send(OpCode.Sync, path, new PathRecord(ToServerPath(path)), null, cancellationToken), "sync", path);

    private ZNodeStat? ReadExists(Sessions.Reply reply, ZNodePath path) =>
        reply.Header.Error == ErrorCode.NoNode ? null : Read<StatRecord>(reply, "exists", path).ToStat();

    private ZNode ReadNode(Sessions.Reply reply, ZNodePath path)
    {
        var response = Read<GetDataResponse>(reply, "get", path);
        return new ZNode(response.Data, response.Stat.ToStat());
    }

    private ZNodeChildren ReadChildren(Sessions.Reply reply, ZNodePath path)
    {
        var response = Read<GetChildren2Response>(reply, "children", path);
        Array.Sort(response.Names, StringComparer.Ordinal);
        return new ZNodeChildren(response.Names, response.Stat.ToStat());
    }
}
