using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus.Leaks;

/// <summary>A setting of the leader as it is and as its configuration file has it.</summary>
/// <param name="Configured">What a leader begins with; null where this version has no such key.</param>
internal sealed record LeaderSetting(string Name, Reading<string> Live, Reading<string?> Configured);

/// <summary>Reads the settings that maintenance changes, and beside each the value that the leader began with, from its own <c>/config</c>.</summary>
internal sealed class LeaderSettings(IPegasusClient client, ISnapshotReader snapshots)
{
    /// <summary>What an empty black list reads as.</summary>
    public const string NoServers = "";

    /// <summary>Keys of the configuration file (<c>src/meta/{meta_options,partition_guardian,meta_service,app_balance_policy}.cpp</c>).</summary>
    private static readonly (string Setting, string Key)[] Keys =
    [
        (HeldSettings.Level, "meta_function_level_on_start"),
        (MetaSetting.AssignDelayMs, "replica_assign_delay_ms_for_dropouts"),
        (MetaSetting.AddSecondaryMax, "add_secondary_max_count_for_one_node"),
        (MetaSetting.AddSecondaryFlowControl, "add_secondary_enable_flow_control"),
        (MetaSetting.LivePercentage, "node_live_percentage_threshold_for_update"),
        (MetaSetting.OnlyMovePrimary, "only_move_primary"),
    ];

    /// <exception cref="PegasusException">There is no leader, or it does not answer at all.</exception>
    public async Task<IReadOnlyList<LeaderSetting>> Read(CancellationToken cancellationToken)
    {
        var snapshot = await snapshots.Read(new SnapshotScope(Settings: true), cancellationToken);
        var settings = await Task.WhenAll(Keys.Select(async key => new LeaderSetting(
            key.Setting,
            await Live(key.Setting, snapshot, cancellationToken),
            await Try(() => client.At(snapshot.Leader).Config(key.Key, cancellationToken), cancellationToken))));
        var blackList = await Try(() => client.Meta.Setting(MetaSetting.BlackList, cancellationToken), cancellationToken);
        return [.. settings, new LeaderSetting(MetaSetting.BlackList, blackList, Reading<string?>.Known(NoServers))];
    }

    private async Task<Reading<string>> Live(string setting, ClusterSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (setting == MetaSetting.OnlyMovePrimary) return await Try(() => client.Meta.Setting(setting, cancellationToken), cancellationToken);
        try
        {
            return Reading<string>.Known(snapshot.Settings.Live(setting) ?? throw new InvalidOperationException($"a snapshot has no {setting}"));
        }
        catch (InvalidOperationException unknown)
        {
            return Reading<string>.Unknown(unknown.Message);
        }
    }

    private static async Task<Reading<T>> Try<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return Reading<T>.Known(await read());
        }
        catch (PegasusException fault) when (!cancellationToken.IsCancellationRequested)
        {
            return Reading<T>.Unknown(fault.Message);
        }
    }
}
