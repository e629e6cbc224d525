using System.Globalization;
using Nightshift.ZooKeeper;
using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.Onebox.ZooKeeper.Tree;

/// <summary>
/// Decides requests: a change becomes a transaction or is refused. Changes nothing itself. Source: upstream's <c>PrepRequestProcessor</c>.
/// </summary>
internal sealed class RequestRules(ZnodeTree tree)
{
    private const int MostFlags = (int)CreateMode.EphemeralSequential;

    public CreateTransaction Create(CreateRequest request, long sessionId, IReadOnlyCollection<Identity> identities, long time)
    {
        if (request.Flags is < 0 or > MostFlags)
            throw new Refusal(ErrorCode.Unimplemented);
        var mode = (CreateMode)request.Flags;
        var sequential = mode is CreateMode.PersistentSequential or CreateMode.EphemeralSequential;
        var ephemeral = mode is CreateMode.Ephemeral or CreateMode.EphemeralSequential;
        if (!request.Path.StartsWith('/') || !ZNodePath.TryParse(sequential ? request.Path + "1" : request.Path, out _))
            throw new Refusal(ErrorCode.BadArguments);
        var acl = Identity.Resolve(request.Acl, identities);
        var parent = Node(ZnodeTree.Parent(request.Path));
        Identity.Require(Permissions.Create, parent.Acl, identities);
        var path = sequential ? request.Path + parent.ChildrenCreated.ToString("D10", CultureInfo.InvariantCulture) : request.Path;
        if (tree.TryGet(path, out _))
            throw new Refusal(ErrorCode.NodeExists);
        if (parent.EphemeralOwner != 0)
            throw new Refusal(ErrorCode.NoChildrenForEphemerals);
        return new CreateTransaction(Next, time, sessionId, path, request.Data, acl, ephemeral);
    }

    public DeleteTransaction Delete(VersionRequest request, long sessionId, IReadOnlyCollection<Identity> identities, long time)
    {
        CheckPath(request.Path);
        if (request.Path == "/")
            throw new Refusal(ErrorCode.BadArguments);
        Identity.Require(Permissions.Delete, Node(ZnodeTree.Parent(request.Path)).Acl, identities);
        var node = Node(request.Path);
        CheckVersion(node.Version, request.Version);
        if (node.Children.Count > 0)
            throw new Refusal(ErrorCode.NotEmpty);
        return new DeleteTransaction(Next, time, sessionId, request.Path);
    }

    public SetDataTransaction SetData(SetDataRequest request, long sessionId, IReadOnlyCollection<Identity> identities, long time)
    {
        CheckPath(request.Path);
        var node = Node(request.Path);
        Identity.Require(Permissions.Write, node.Acl, identities);
        CheckVersion(node.Version, request.Version);
        return new SetDataTransaction(Next, time, sessionId, request.Path, request.Data, node.Version + 1);
    }

    public SetAclTransaction SetAcl(SetAclRequest request, long sessionId, IReadOnlyCollection<Identity> identities, long time)
    {
        CheckPath(request.Path);
        var acl = Identity.Resolve(request.Acl, identities);
        var node = Node(request.Path);
        Identity.Require(Permissions.Admin, node.Acl, identities);
        CheckVersion(node.AclVersion, request.Version);
        return new SetAclTransaction(Next, time, sessionId, request.Path, acl, node.AclVersion + 1);
    }

    /// <summary>A node for a read.</summary>
    public Znode Readable(string path, Permissions any, IReadOnlyCollection<Identity> identities)
    {
        var node = Node(path);
        Identity.Require(any, node.Acl, identities);
        return node;
    }

    private long Next => tree.LastZxid + 1;

    private static void CheckPath(string path)
    {
        if (!ZNodePath.TryParse(path, out _))
            throw new Refusal(ErrorCode.BadArguments);
    }

    private static void CheckVersion(int actual, int wanted)
    {
        if (wanted != IZooKeeper.AnyVersion && wanted != actual)
            throw new Refusal(ErrorCode.BadVersion);
    }

    private Znode Node(string path) => tree.TryGet(path, out var node) ? node : throw new Refusal(ErrorCode.NoNode);
}
