using System.Globalization;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Snapshots;

/// <summary>
/// The leader's settings: those that can be changed live by remote command, those of its configuration by HTTP, each read and none assumed. Before 2.5 servers have no
/// page for some of them, which are then unknown.
/// </summary>
internal sealed class SettingsReader(IPegasusClient client, TimeProvider time)
{
    public static readonly MetaSettings NotAsked = new(
        Unknown<MetaLevel>(), Unknown<long>(), Unknown<int>(), Unknown<bool>(), Unknown<int>(), Unknown<int>(), Unknown<int>(), Unknown<int>(), Unknown<int>(),
        Unknown<int>(), Unknown<int>());

    public async Task<MetaSettings> Read(Endpoint leader, CancellationToken cancellationToken)
    {
        var level = Readings.Try(time, client.Meta.Level, cancellationToken);
        var delay = Live(MetaSetting.AssignDelayMs);
        var limit = Live(MetaSetting.AddSecondaryMax);
        var flow = Live(MetaSetting.AddSecondaryFlowControl);
        var percentage = Live(MetaSetting.LivePercentage);
        var minLive = Key("min_live_node_count_for_unfreeze");
        var stable = Key("stable_rs_min_running_seconds");
        var restarts = Key("max_succssive_unstable_restart");
        var lease = Key("fd_lease_seconds");
        var grace = Key("fd_grace_seconds");
        var session = Key("timeout_ms");
        var started = Started(leader, cancellationToken);
        return new MetaSettings(
            await level, (await delay).As(Long), (await limit).As(Int), (await flow).As(Bool), (await percentage).As(Int), (await minLive).As(Int),
            (await stable).As(Int), (await restarts).As(Int), (await lease).As(Int), (await grace).As(Int), (await session).As(Int))
        {
            Started = await started,
        };

        Task<Reading<string>> Live(string name) => Readings.Try(time, token => client.Meta.Setting(name, token), cancellationToken);

        Task<Reading<string>> Key(string name) => this.Key(leader, name, cancellationToken);
    }

    /// <summary>One key of a server's configuration; unknown when it has no such key.</summary>
    public async Task<Reading<string>> Key(Endpoint server, string name, CancellationToken cancellationToken)
    {
        var value = await Readings.Try(time, token => client.At(server).Config(name, token), cancellationToken);
        return value.IsKnown
            ? value.Value is { } text ? Reading<string>.Known(text) : Reading<string>.Unknown($"server {server} has no key {name}")
            : Reading<string>.Unknown(value.Reason);
    }

    public static int? Int(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    private async Task<StartSettings> Started(Endpoint leader, CancellationToken cancellationToken)
    {
        var level = Key(leader, "meta_function_level_on_start", cancellationToken);
        var delay = Key(leader, "replica_assign_delay_ms_for_dropouts", cancellationToken);
        var limit = Key(leader, "add_secondary_max_count_for_one_node", cancellationToken);
        var flow = Key(leader, "add_secondary_enable_flow_control", cancellationToken);
        var percentage = Key(leader, "node_live_percentage_threshold_for_update", cancellationToken);
        return new StartSettings((await level).As(Level), (await delay).As(Long), (await limit).As(Int), (await flow).As(Bool), (await percentage).As(Int));
    }

    private static long? Long(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static bool? Bool(string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    };

    private static MetaLevel? Level(string text) => text.ToUpperInvariant() switch
    {
        "STOPPED" => MetaLevel.Stopped,
        "BLIND" => MetaLevel.Blind,
        "FREEZED" => MetaLevel.Freezed,
        "STEADY" => MetaLevel.Steady,
        "LIVELY" => MetaLevel.Lively,
        _ => null,
    };

    private static Reading<T> Unknown<T>() => Reading<T>.Unknown(Readings.NotAsked);
}
