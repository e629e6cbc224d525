using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Snapshots;

/// <summary>Settings of the leader that are not what it began with: somebody is at work, or left them behind.</summary>
internal static class SettingsHealth
{
    public static IEnumerable<Finding> Examine(MetaSettings settings)
    {
        if (HealthCheck.IsUnasked(settings.Level))
            return [];
        var found = new List<Finding>();
        Level(settings, found);
        Limit(settings, found);
        Changed(MetaSetting.AssignDelayMs, settings.AssignDelayMs, settings.Started.AssignDelayMs, found);
        Changed(MetaSetting.LivePercentage, settings.LivePercentage, settings.Started.LivePercentage, found);
        if (!settings.FlowControl.TryGet(out var flow))
            found.Add(Unknown(MetaSetting.AddSecondaryFlowControl, settings.FlowControl.Reason));
        else if (!flow)
            found.Add(new Finding(
                MetaSetting.AddSecondaryFlowControl, "is off: the limit of added secondaries has no effect", "it is turned on for a drain and off again afterwards", Blocks: false));
        return found;
    }

    private static void Level(MetaSettings settings, List<Finding> found)
    {
        if (!settings.Level.TryGet(out var level))
            found.Add(Unknown("meta level", settings.Level.Reason));
        else if (level < MetaLevel.Steady)
            found.Add(new Finding("meta level", $"is set to {Word(level)}: the meta server repairs nothing", "set it to steady or lively"));
        else if (settings.Started.Level.TryGet(out var start) && start != level)
            found.Add(new Finding(
                "meta level", $"is {Word(level)}, and leaders begin with {Word(start)}", "set it back unless somebody works on the cluster", Blocks: false));
    }

    private static void Limit(MetaSettings settings, List<Finding> found)
    {
        if (settings.AddSecondaryMax.TryGet(out var limit) && limit == 0)
            found.Add(new Finding(
                MetaSetting.AddSecondaryMax, "is 0: with flow control on no partition gets a secondary back", "set it to DEFAULT unless somebody works on the cluster"));
        else
            Changed(MetaSetting.AddSecondaryMax, settings.AddSecondaryMax, settings.Started.AddSecondaryMax, found);
    }

    private static void Changed<T>(string name, Reading<T> live, Reading<T> start, List<Finding> found)
        where T : struct, IEquatable<T>
    {
        if (!live.TryGet(out var value))
            found.Add(Unknown(name, live.Reason));
        else if (start.TryGet(out var began) && !began.Equals(value))
            found.Add(new Finding(name, $"is {value}, and leaders begin with {began}", "set it to DEFAULT unless somebody works on the cluster", Blocks: false));
    }

    private static Finding Unknown(string name, string? reason) => new(name, $"is unknown: {reason}", "look at the meta server that leads");

    private static string Word(MetaLevel level) => level.ToString().ToLowerInvariant();
}
