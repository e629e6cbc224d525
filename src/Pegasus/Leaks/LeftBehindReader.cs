using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Leaks;

/// <summary>Finds what was left behind, from the live cluster and the journals of dead runs. What cannot be seen is said, never assumed.</summary>
/// <param name="usualLevel">The level while nobody works on the cluster, where the configuration of the bot says so; null to believe the leader's own.</param>
internal sealed class LeftBehindReader(LeaderSettings settings, string? usualLevel)
{
    public async Task<LeftBehind> Read(RunsOfCluster runs, CancellationToken cancellationToken)
    {
        try
        {
            return Judge(await settings.Read(cancellationToken), runs);
        }
        catch (PegasusException silent) when (!cancellationToken.IsCancellationRequested)
        {
            var reason = $"the leader's settings are not known: {silent.Message}";
            var left = Judge([], runs);
            return left with { Unseen = [.. left.Unseen, reason], Obstacles = [.. left.Obstacles, reason] };
        }
    }

    /// <summary>The same from what was read.</summary>
    public LeftBehind Judge(IReadOnlyList<LeaderSetting> live, RunsOfCluster runs)
    {
        var unseen = new List<string>();
        var judge = new LeftSettings(runs, usualLevel);
        List<LeftSetting> left = [.. live.Select(setting => judge.Judge(setting, unseen)).OfType<LeftSetting>()];
        List<string> names = [.. live.Select(setting => setting.Name)];
        return new LeftBehind(
            left,
            [.. runs.Failed.SelectMany(run => DeadRun.Undone(run, names))],
            runs.Unreadable,
            unseen,
            [.. runs.UnderWay.Select(run => $"{DeadRun.NameOf(run)} is under way; wait until it is over")]);
    }
}
