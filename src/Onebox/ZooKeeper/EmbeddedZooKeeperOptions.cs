namespace Nightshift.Onebox.ZooKeeper;

/// <summary>One embedded server. All times are by the server's own clock.</summary>
public sealed record EmbeddedZooKeeperOptions
{
    public required int Port { get; init; }

    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Holds the log and the snapshots; made when missing. One server at a time.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>How often sessions are looked at for expiry.</summary>
    public TimeSpan TickTime { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Null: two ticks, as upstream.</summary>
    public TimeSpan? MinSessionTimeout { get; init; }

    /// <summary>More than upstream's twenty ticks, so that short ticks go with the timeouts that databases ask for.</summary>
    public TimeSpan MaxSessionTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Transactions between two snapshots.</summary>
    public int SnapshotEvery { get; init; } = 10_000;

    /// <summary>The longest request in bytes; a longer one ends the connection, as upstream's <c>jute.maxbuffer</c>.</summary>
    public int MaxRequestBytes { get; init; } = 0xfffff;

    /// <summary>
    /// Whether an answer waits until the disk has the change. Off: an answered change survives the death of the process, not of the machine,
    /// which is all that a cluster in a box needs.
    /// </summary>
    public bool SyncToDisk { get; init; }

    internal TimeSpan LeastTimeout => MinSessionTimeout ?? (2 * TickTime);

    /// <summary>Every fault at once; empty when the options can be used.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (Port is < 1 or > 65535)
            faults.Add($"Port is {Port}; between 1 and 65535 is allowed");
        if (string.IsNullOrWhiteSpace(DataDirectory))
            faults.Add("DataDirectory is empty");
        if (TickTime < TimeSpan.FromMilliseconds(10))
            faults.Add("TickTime must be 10 ms or more");
        if (LeastTimeout <= TimeSpan.Zero || LeastTimeout > MaxSessionTimeout)
            faults.Add($"MinSessionTimeout {LeastTimeout} must be positive and no longer than MaxSessionTimeout {MaxSessionTimeout}");
        if (SnapshotEvery < 1)
            faults.Add("SnapshotEvery must be positive");
        if (MaxRequestBytes < 1024)
            faults.Add("MaxRequestBytes must be 1024 or more");
        return faults;
    }
}
