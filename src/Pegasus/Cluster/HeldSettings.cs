using System.Globalization;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Maintenance;
using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus;

/// <summary>The leader's settings that runs hold, by the names that journals, fingerprints and guards use.</summary>
internal static class HeldSettings
{
    /// <summary>The level, which is no remote command and so has a name of its own.</summary>
    public const string Level = SettingHolds.LevelName;

    /// <summary>How a snapshot has the setting, as a hold writes it; null when the snapshot has no such setting.</summary>
    /// <exception cref="InvalidOperationException">It could not be read.</exception>
    public static string? Live(this MetaSettings settings, string setting) => setting switch
    {
        Level => settings.Level.Value.Word(),
        MetaSetting.AssignDelayMs => settings.AssignDelayMs.Value.ToString(CultureInfo.InvariantCulture),
        MetaSetting.AddSecondaryMax => settings.AddSecondaryMax.Value.ToString(CultureInfo.InvariantCulture),
        MetaSetting.AddSecondaryFlowControl => settings.FlowControl.Value ? "true" : "false",
        MetaSetting.LivePercentage => settings.LivePercentage.Value.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
