namespace Nightshift.Pegasus.Client;

/// <summary>How to call a cluster. Limits are never infinite.</summary>
public sealed record PegasusClientOptions
{
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>For one small read.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a meta server has to say what it is.</summary>
    public TimeSpan StandingTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>For one command, and for reads that list everything.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>For one read or write of data.</summary>
    public TimeSpan DataTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a call looks for a meta server that leads; a change of leader takes the ZooKeeper session (10 to 30 s) and the loading.</summary>
    public TimeSpan LeaderDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the end of a connection may take.</summary>
    public TimeSpan DisposeTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a repeatable call is sent at most, the first time included.</summary>
    public int MaxAttempts { get; init; } = 4;

    /// <summary>Longest answer in bytes.</summary>
    public int MaxFrameBytes { get; init; } = 64 << 20;

    /// <summary>Longest HTTP page in bytes.</summary>
    public int MaxPageBytes { get; init; } = 8 << 20;

    /// <summary>Every fault at once; empty when the options can be used.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        foreach (var (name, limit) in new[]
            {
                (nameof(ConnectTimeout), ConnectTimeout), (nameof(ReadTimeout), ReadTimeout), (nameof(CommandTimeout), CommandTimeout),
                (nameof(StandingTimeout), StandingTimeout), (nameof(DataTimeout), DataTimeout), (nameof(LeaderDeadline), LeaderDeadline),
                (nameof(DisposeTimeout), DisposeTimeout),
            })
        {
            if (limit <= TimeSpan.Zero || limit > TimeSpan.FromMinutes(10))
                faults.Add($"{name} is {limit}; more than 0 and up to 10 minutes is allowed");
        }

        if (MaxAttempts is < 1 or > 10)
            faults.Add($"MaxAttempts is {MaxAttempts}; 1 to 10 is allowed");
        if (MaxFrameBytes is < 1024 or > 1 << 30)
            faults.Add($"MaxFrameBytes is {MaxFrameBytes}; 1024 to {1 << 30} is allowed");
        if (MaxPageBytes is < 1024 or > 1 << 30)
            faults.Add($"MaxPageBytes is {MaxPageBytes}; 1024 to {1 << 30} is allowed");
        return faults;
    }
}
