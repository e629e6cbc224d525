namespace Nightshift.Onebox.OpenMldb.Coordination;

/// <summary>
/// ZooKeeper as upstream's <c>ZkClient</c> gives it to a node: every call answers false or null when there is no connection or the node is
/// not as expected, never by an exception. Tests put a session that they can cut in its place.
/// </summary>
internal interface INodeZooKeeper : IAsyncDisposable
{
    /// <summary>Whether a session is there to be used now.</summary>
    bool IsConnected { get; }

    /// <summary>Counts sessions: it grows by one with each new one.</summary>
    long SessionTerm { get; }

    /// <summary>Opens the first session.</summary>
    Task<bool> ConnectAsync(CancellationToken cancellationToken);

    /// <summary>Gives the session up, if there is one, and opens a new one.</summary>
    Task<bool> ReconnectAsync(CancellationToken cancellationToken);

    /// <summary>Ends the session: ephemeral nodes go at once.</summary>
    Task CloseAsync();

    /// <summary>The value; null when there is no such node.</summary>
    Task<byte[]?> GetAsync(string path);

    Task<bool> ExistsAsync(string path);

    /// <summary>Creates a persistent node and its missing parents.</summary>
    Task<bool> CreateAsync(string path, byte[] value);

    /// <summary>Creates an ephemeral node and its missing persistent parents. The path as created; null when it failed.</summary>
    Task<string?> CreateEphemeralAsync(string path, byte[] value, bool sequential);

    Task<bool> SetAsync(string path, byte[] value);

    /// <summary>Reads a decimal and writes it plus one, by compare-and-set.</summary>
    Task<bool> IncrementAsync(string path);

    Task<bool> DeleteAsync(string path);

    /// <summary>Names of the children, sorted; null when it failed or there is no such node.</summary>
    Task<IReadOnlyList<string>?> ChildrenAsync(string path);

    /// <summary>Calls back with all children after each change, as long as the session lives.</summary>
    Task<bool> WatchChildrenAsync(string path, Func<IReadOnlyList<string>, Task> changed);
}
