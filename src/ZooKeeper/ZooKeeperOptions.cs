namespace Nightshift.ZooKeeper;

/// <summary>How to reach an ensemble.</summary>
public sealed record ZooKeeperOptions
{
    public required ConnectString Servers { get; init; }

    /// <summary>What to ask for; the server may grant another (<see cref="ZooKeeperClient.SessionTimeout"/>).</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Identities, proven again on every new connection.</summary>
    public IReadOnlyList<AuthInfo> Auth { get; init; } = [];

    /// <summary>
    /// How long a request waits without any connection before it fails with <see cref="ConnectionLossException"/>; null: two session
    /// timeouts. The session itself goes on trying.
    /// </summary>
    public TimeSpan? UnreachableAfter { get; init; }

    /// <summary>The longest request, in bytes; upstream servers drop the connection above <c>jute.maxbuffer</c>, 1 MiB unless configured.</summary>
    public int MaxRequestBytes { get; init; } = 0xfffff;

    /// <summary>The longest reply that is accepted, in bytes.</summary>
    public int MaxReplyBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>How long disposal waits for the server to confirm the end of the session.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(2);

    internal TimeSpan UnreachableLimit => UnreachableAfter ?? (2 * SessionTimeout);

    /// <summary>Every fault at once; empty when the options can be used.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (SessionTimeout < TimeSpan.FromMilliseconds(100) || SessionTimeout > TimeSpan.FromHours(1))
            faults.Add($"SessionTimeout is {SessionTimeout}; between 100 ms and 1 h is allowed");
        if (UnreachableLimit <= TimeSpan.Zero)
            faults.Add("UnreachableAfter must be positive");
        if (CloseTimeout <= TimeSpan.Zero)
            faults.Add("CloseTimeout must be positive");
        if (MaxRequestBytes < 1024)
            faults.Add("MaxRequestBytes must be 1024 or more");
        if (MaxReplyBytes < 1024)
            faults.Add("MaxReplyBytes must be 1024 or more");
        return faults;
    }
}
