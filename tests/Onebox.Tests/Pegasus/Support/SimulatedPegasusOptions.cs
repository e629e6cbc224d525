using Nightshift.Onebox.Deployment;

namespace Nightshift.Onebox.Tests.Pegasus.Support;

/// <summary>What a simulated cluster is to be made of.</summary>
internal sealed record SimulatedPegasusOptions
{
    public int Metas { get; init; } = 3;

    public int Replicas { get; init; } = 5;

    /// <summary>The release that servers start on.</summary>
    public string Version { get; init; } = "2.4.0";

    /// <summary><c>2.5</c> or <c>master</c>; null: as the release says.</summary>
    public string? Generation { get; init; }

    /// <summary>Short times by default, shorter still than a onebox of processes has them.</summary>
    public OneboxTiming Timing { get; init; } = OneboxTiming.Short;

    /// <summary>Settings of every server's <c>config.ini</c>, by <c>section.key</c>; go before everything.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>What short times are for tests, where nobody waits for a leader's death.</summary>
    internal IReadOnlyDictionary<string, string> AllSettings => Timing == OneboxTiming.Short
        ? new Dictionary<string, string>
        {
            ["replication.lb_interval_ms"] = "500",
            ["replication.config_sync_interval_ms"] = "1000",
            ["pegasus.server.perf_counter_update_interval_seconds"] = "1",
            ["replication.replicas_stat_interval_ms"] = "500",
            ["onebox.load_base_ms"] = "50",
        }.Concat(Settings).GroupBy(pair => pair.Key).ToDictionary(pairs => pairs.Key, pairs => pairs.Last().Value)
        : Settings;
}
