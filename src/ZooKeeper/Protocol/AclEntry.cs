namespace Nightshift.ZooKeeper.Protocol;

/// <summary>Fields: perms (int32), scheme (string), id (string).</summary>
internal readonly record struct AclEntry(Permissions Permissions, string Scheme, string Id) : IJuteRecord<AclEntry>
{
    public const int LeastSize = 3 * sizeof(int);

    /// <summary>Anyone may do anything: <c>OPEN_ACL_UNSAFE</c>.</summary>
    public static readonly AclEntry[] Open = [new(Permissions.All, "world", "anyone")];

    /// <summary>The creator's own identities may do anything: <c>CREATOR_ALL_ACL</c>.</summary>
    public static readonly AclEntry[] CreatorAll = [new(Permissions.All, "auth", "")];

    public static AclEntry Read(ref JuteReader reader) =>
        new((Permissions)reader.ReadInt32(), reader.ReadString(), reader.ReadString());

    public void Write(JuteWriter writer)
    {
        writer.WriteInt32((int)Permissions);
        writer.WriteString(Scheme);
        writer.WriteString(Id);
    }
}
