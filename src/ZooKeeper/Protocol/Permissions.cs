namespace Nightshift.ZooKeeper.Protocol;

/// <summary>Permission bits of an ACL entry. Source: <c>ZooDefs.Perms</c>.</summary>
[Flags]
internal enum Permissions
{
    None = 0,
    Read = 1,
    Write = 2,
    Create = 4,
    Delete = 8,
    Admin = 16,
    All = Read | Write | Create | Delete | Admin,
}
