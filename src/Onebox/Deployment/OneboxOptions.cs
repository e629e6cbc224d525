namespace Nightshift.Onebox.Deployment;

/// <summary>What a box is to be made of. A directory keeps the options that it was made with.</summary>
public sealed record OneboxOptions
{
    /// <summary>Where everything of the box lives; made when missing.</summary>
    public required string Directory { get; init; }

    /// <summary>Added to every documented default port.</summary>
    public int PortOffset { get; init; }

    /// <summary><c>host:port[,host:port]</c> of a ZooKeeper to use instead of an own one.</summary>
    public string? ZooKeeper { get; init; }

    /// <summary>The cluster's root in ZooKeeper, <c>zk_root_path</c>.</summary>
    public string RootPath { get; init; } = "/openmldb";

    public OneboxTiming Timing { get; init; } = OneboxTiming.Short;

    public int Nameservers { get; init; } = 2;

    public int Tablets { get; init; } = 3;

    /// <summary>Initial value of the cluster's <c>auto_failover</c>.</summary>
    public bool AutoFailover { get; init; } = true;

    /// <summary>Whether database <c>demo</c> is made and filled on the first start.</summary>
    public bool Seed { get; init; } = true;

    /// <summary>How many partitions <c>demo.orders</c> has; <c>demo.audit</c> has half as many. Each holds the same number of rows.</summary>
    public int SeedPartitions { get; init; } = 8;

    /// <summary>Further flags for the nameservers and tablets, without the leading dashes.</summary>
    public IReadOnlyDictionary<string, string> Flags { get; init; } = new Dictionary<string, string>();

    /// <summary>All faults of these options, one sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(Directory)) faults.Add("the directory is empty");
        if (Directory.Any(c => char.IsWhiteSpace(c) || c is '\'' or '"' or '$')) faults.Add($"the directory {Directory} holds a blank or a quote, which OpenMLDB's scripts cannot take");
        if (PortOffset is < -2100 or > 50_000) faults.Add($"port offset {PortOffset} is outside -2100..50000");
        if (Nameservers is < 1 or > 8) faults.Add($"{Nameservers} nameservers: from 1 to 8 are possible");
        if (Tablets is < 1 or > 16) faults.Add($"{Tablets} tablets: from 1 to 16 are possible");
        if (SeedPartitions is < 1 or > 256) faults.Add($"{SeedPartitions} partitions: from 1 to 256 are possible");
        if (!RootPath.StartsWith('/') || RootPath.Length < 2) faults.Add($"root path {RootPath} is not an absolute ZooKeeper path");
        return faults;
    }
}
