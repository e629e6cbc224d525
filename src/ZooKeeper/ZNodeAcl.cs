namespace Nightshift.ZooKeeper;

/// <summary>Who may use a node that we create.</summary>
public enum ZNodeAcl
{
    /// <summary>Anyone, for anything.</summary>
    Open,

    /// <summary>Only those with the identity that this session has proven; needs <see cref="ZooKeeperOptions.Auth"/>.</summary>
    CreatorAll,
}
