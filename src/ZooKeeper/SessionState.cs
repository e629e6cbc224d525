namespace Nightshift.ZooKeeper;

/// <summary>Where a session stands. <see cref="Expired"/>, <see cref="AuthFailed"/> and <see cref="Closed"/> are final.</summary>
public enum SessionState
{
    /// <summary>No server is connected; the session may still be alive on the servers.</summary>
    Disconnected,
    Connected,

    /// <summary>The servers have ended the session and removed its ephemeral nodes.</summary>
    Expired,

    /// <summary>A server refused an identity.</summary>
    AuthFailed,

    /// <summary>The client was disposed.</summary>
    Closed,
}
