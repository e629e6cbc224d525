using System.Globalization;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Leaks;

/// <summary>
/// Judges one setting: held by a run that is alive it is no leak; else it should be what the run found that died holding it, or what the leader's configuration says.
/// </summary>
internal sealed class LeftSettings(RunsOfCluster runs, string? usualLevel)
{
    /// <summary>Beyond this a delay is no setting but what a script left: the vendor's sets 50 hours.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(4);

    /// <summary>The setting when it was left behind; null when it is as it should be, or when nobody can tell what it should be.</summary>
    /// <param name="unseen">Gets why it could not be judged.</param>
    public LeftSetting? Judge(LeaderSetting setting, ICollection<string> unseen)
    {
        if (runs.UnderWay.Any(run => run.Holds.Any(hold => hold.Setting == setting.Name))) return null;
        if (!setting.Live.TryGet(out var live))
        {
            unseen.Add($"{setting.Name} is not known: {setting.Live.Reason}");
            return null;
        }

        var dead = runs.Failed.SelectMany(run => run.Holds.Where(hold => hold.Setting == setting.Name).Select(hold => (Run: run, Hold: hold))).FirstOrDefault();
        if (dead.Run is not null)
        {
            return Same(live, dead.Hold.Before) ? null : new LeftSetting(
                setting.Name, live, dead.Hold.Before,
                $"it is {Text(setting.Name, live)} since {DeadRun.NameOf(dead.Run)}, which failed and could not put it back; it was {Text(setting.Name, dead.Hold.Before)} before",
                dead.Hold.Since, DeadRun.ByHand(dead.Run, setting.Name));
        }

        if (UsualOf(setting) is not { } usual)
        {
            if (!setting.Configured.IsKnown) unseen.Add($"what {setting.Name} is configured as is not known: {setting.Configured.Reason}");
            return Plainly(setting.Name, live);
        }

        return IsAsUsual(setting.Name, live, usual)
            ? null
            : new LeftSetting(setting.Name, live, usual, $"it is {Text(setting.Name, live)}, usual is {Text(setting.Name, usual)}, and no run holds it: left by a tool, or by hand; {Meaning(setting.Name)}", null);
    }

    private string? UsualOf(LeaderSetting setting) =>
        setting.Name == HeldSettings.Level && usualLevel is not null ? usualLevel
        : setting.Configured is { IsKnown: true, Value: { } configured } ? configured.StartsWith("fl_", StringComparison.Ordinal) ? configured[3..] : configured
        : null;

    /// <summary>A level above the usual one is somebody's wish to have the balancer work, which no maintenance leaves.</summary>
    private static bool IsAsUsual(string name, string live, string usual) =>
        Same(live, usual) || (name == HeldSettings.Level && Enum.TryParse<MetaLevel>(live, true, out var now) && Enum.TryParse<MetaLevel>(usual, true, out var should) && now > should);

    /// <summary>What is wrong whatever was configured, for versions whose configuration cannot be asked.</summary>
    private static LeftSetting? Plainly(string name, string live) => name switch
    {
        MetaSetting.AddSecondaryMax when live == "0" => Left("DEFAULT"),
        MetaSetting.LivePercentage when live == "0" => Left("DEFAULT"),
        MetaSetting.AssignDelayMs when long.TryParse(live, NumberStyles.None, CultureInfo.InvariantCulture, out var delay) && delay > LongestDelay.TotalMilliseconds => Left("DEFAULT"),
        HeldSettings.Level when Enum.TryParse<MetaLevel>(live, true, out var level) && level < MetaLevel.Steady => Left(MetaLevel.Steady.Word()),
        _ => null,
    } is { } left ? left with { Name = name, Live = live, Reason = $"it is {Text(name, live)} and no run holds it: left by a tool, or by hand; {Meaning(name)}" } : null;

    private static LeftSetting Left(string usual) => new("", "", usual, "", null);

    private static string Meaning(string name) => name switch
    {
        HeldSettings.Level => "below lively the balancer rests, below steady nothing is mended",
        MetaSetting.AssignDelayMs => "so long a lost replica is not made anew on another server",
        MetaSetting.AddSecondaryMax => "0 stops all healing, a high number lets it crowd out clients",
        MetaSetting.AddSecondaryFlowControl => "without it the number of secondaries added at once has no effect",
        MetaSetting.BlackList => "these servers get no replicas",
        MetaSetting.LivePercentage => "below it the meta server freezes; at 0 it goes on however few servers are alive",
        MetaSetting.OnlyMovePrimary => "with it the balancer moves primaries only",
        _ => "",
    };

    private static string Text(string name, string value) =>
        name == MetaSetting.AssignDelayMs && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var delay)
            ? string.Create(CultureInfo.InvariantCulture, $"{value} ms ({(delay >= 3_600_000 ? $"{delay / 3_600_000.0:0.#} h" : delay >= 60_000 ? $"{delay / 60_000.0:0.#} min" : $"{delay / 1000.0:0.#} s")})")
            : value.Length == 0 ? "empty" : value;

    private static bool Same(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);
}
