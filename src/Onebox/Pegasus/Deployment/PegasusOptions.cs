using Nightshift.Onebox.Deployment;

namespace Nightshift.Onebox.Pegasus.Deployment;

/// <summary>What a Pegasus box is to be made of. A directory keeps the options that it was made with.</summary>
public sealed record PegasusOptions
{
    /// <summary>Where everything of the box lives; made when missing.</summary>
    public required string Directory { get; init; }

    /// <summary>Added to every documented default port.</summary>
    public int PortOffset { get; init; }

    /// <summary><c>host:port[,host:port]</c> of a ZooKeeper to use instead of an own one.</summary>
    public string? ZooKeeper { get; init; }

    public string ClusterName { get; init; } = "onebox";

    public OneboxTiming Timing { get; init; } = OneboxTiming.Short;

    public int Metas { get; init; } = 3;

    public int Replicas { get; init; } = 5;

    public bool Collector { get; init; } = true;

    /// <summary><c>2.5</c> or <c>master</c>; null: as the release says.</summary>
    public string? Generation { get; init; }

    /// <summary>Whether tables are made on the first start.</summary>
    public bool Seed { get; init; } = true;

    /// <summary>Further settings of every <c>config.ini</c>, by <c>section.key</c>; the last dot divides.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>All faults of these options, one sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(Directory)) faults.Add("the directory is empty");
        if (Directory.Any(c => char.IsWhiteSpace(c) || c is '\'' or '"' or '$')) faults.Add($"the directory {Directory} holds a blank or a quote, which the box's scripts cannot take");
        if (PortOffset is < -22_000 or > 30_000) faults.Add($"port offset {PortOffset} is outside -22000..30000");
        if (Metas is < 1 or > 7) faults.Add($"{Metas} meta servers: from 1 to 7 are possible");
        if (Replicas is < 1 or > 20) faults.Add($"{Replicas} replica servers: from 1 to 20 are possible");
        if (Generation is not (null or "2.5" or "master")) faults.Add($"generation {Generation} is neither 2.5 nor master");
        if (ClusterName.Length == 0 || ClusterName.Contains('/')) faults.Add($"cluster name '{ClusterName}' is no name of a ZooKeeper node");
        foreach (var key in Settings.Keys.Where(key => key.LastIndexOf('.') < 1)) faults.Add($"setting {key} is not section.key");
        return faults;
    }
}
