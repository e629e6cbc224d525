using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>The leader has to run as in quiet times: nobody else at work with its settings, and all of them known, since they are put back to what they were.</summary>
internal static class SettingObstacles
{
    private const string Leader = "leader's settings";

    public static IEnumerable<Finding> Find(ClusterSnapshot snapshot, Examination examination, MaintenanceOptions options)
    {
        var settings = snapshot.Settings;
        if (Unknown("level", settings.Level) is { } level) yield return level;
        else if (settings.Level.Value < MetaLevel.Steady)
            yield return new Finding("meta level", $"it is {settings.Level.Value}, at which no partition is cured", "/set-level pegasus steady");
        if (snapshot.Info.Level < MetaLevel.Steady && settings.Level is { IsKnown: true, Value: >= MetaLevel.Steady })
            yield return new Finding("meta level", $"{settings.Level.Value} is set and the meta server acts as {snapshot.Info.Level}, since too few servers are alive", "bring servers back");

        if (Unknown(MetaSetting.AddSecondaryFlowControl, settings.FlowControl) is { } flow) yield return flow;
        if (Unknown(MetaSetting.AddSecondaryMax, settings.AddSecondaryMax) is { } max) yield return max;
        else if (settings.AddSecondaryMax.Value == 0 && settings.FlowControl is { IsKnown: true, Value: true })
            yield return new Finding(MetaSetting.AddSecondaryMax, "it is 0, so nothing heals: another tool is at work, or left it so", "find out who, then set it to DEFAULT");

        if (Unknown(MetaSetting.AssignDelayMs, settings.AssignDelayMs) is { } delay) yield return delay;
        else if (TimeSpan.FromMilliseconds(settings.AssignDelayMs.Value) >= options.SuspiciousDelay)
            yield return new Finding(
                MetaSetting.AssignDelayMs, $"it is {TimeSpan.FromMilliseconds(settings.AssignDelayMs.Value).TotalHours:F0} h: another tool is at work, or left it so", "find out who, then set it to DEFAULT");

        if (examination.BlackList is { IsKnown: true, Value: { Length: > 0 } listed })
            yield return new Finding(MetaSetting.BlackList, $"it names {listed}: another tool is at work, or left it so", "find out who, then clear it");
        else if (!examination.BlackList.IsKnown)
            yield return new Finding(MetaSetting.BlackList, $"it is not known: {examination.BlackList.Reason}", "it has to be readable, since another tool may be at work");
    }

    private static Finding? Unknown<T>(string name, Reading<T> reading) =>
        reading.IsKnown ? null : new Finding(Leader, $"{name} is not known: {reading.Reason}", "it has to be readable, so that it can be put back");
}
