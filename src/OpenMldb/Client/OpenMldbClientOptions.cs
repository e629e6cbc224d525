namespace Nightshift.OpenMldb.Client;

/// <summary>How to call a cluster. Limits are never infinite.</summary>
public sealed record OpenMldbClientOptions
{
    /// <summary>
    /// Value of the <c>Authorization</c> header: anything while the servers run with <c>skip_grant_tables=true</c>, else <c>u&lt;user&gt;:&lt;hash&gt;</c>.
    /// Servers from 0.9.1 on close connections that begin without it. A secret.
    /// </summary>
    public string Authorization { get; init; } = "foo";

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>For one small read.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For one command, and for reads that list everything.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a call looks for a nameserver that leads.</summary>
    public TimeSpan LeaderDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a repeatable call is sent at most, the first time included.</summary>
    public int MaxAttempts { get; init; } = 4;

    /// <summary>Longest ordinary answer in bytes.</summary>
    public long MaxResponseBytes { get; init; } = 8L << 20;

    /// <summary>Longest answer of ShowTable, GetTableStatus and ShowOPStatus in bytes.</summary>
    public long MaxBulkResponseBytes { get; init; } = 512L << 20;

    public int MaxConnectionsPerServer { get; init; } = 8;

    /// <summary>Every fault at once; empty when the options can be used.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        foreach (var (name, limit) in new[]
            { (nameof(ConnectTimeout), ConnectTimeout), (nameof(ReadTimeout), ReadTimeout), (nameof(CommandTimeout), CommandTimeout), (nameof(LeaderDeadline), LeaderDeadline) })
        {
            if (limit <= TimeSpan.Zero || limit > TimeSpan.FromMinutes(10))
                faults.Add($"{name} is {limit}; more than 0 and up to 10 minutes is allowed");
        }

        if (Authorization is null || Authorization.Length > 1024 || Authorization.Any(c => c is < ' ' or > '~'))
            faults.Add("Authorization must be up to 1024 printable ASCII characters");
        if (MaxAttempts is < 1 or > 10)
            faults.Add($"MaxAttempts is {MaxAttempts}; 1 to 10 is allowed");
        if (MaxConnectionsPerServer is < 1 or > 1000)
            faults.Add($"MaxConnectionsPerServer is {MaxConnectionsPerServer}; 1 to 1000 is allowed");
        if (MaxResponseBytes < 1 || MaxBulkResponseBytes < 1)
            faults.Add("MaxResponseBytes and MaxBulkResponseBytes must be positive");
        return faults;
    }

    public override string ToString() => nameof(OpenMldbClientOptions);
}
