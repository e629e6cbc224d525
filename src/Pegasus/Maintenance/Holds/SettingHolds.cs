using System.Globalization;
using Nightshift.Pegasus.Client;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>
/// What of the leader is held while servers are away. All of it lives in the leader's memory only: a new leader runs with the values of its configuration, and
/// <see cref="StandingHolds"/> sets them again.
/// </summary>
internal static class SettingHolds
{
    public const string LevelName = "meta level";

    public static HoldDefinition Level(MaintenanceServices services, MetaLevel level) => new()
    {
        Setting = LevelName,
        Value = Text(level),
        Read = async cancellationToken => Text(await services.Meta.Level(cancellationToken)),
        Write = async (value, cancellationToken) => await services.Meta.SetLevel(Parse(value), cancellationToken),
        ByHand = services.ByHand.Level(),
    };

    /// <param name="value">Milliseconds; null: as long as maintenance wants it.</param>
    public static HoldDefinition AssignDelay(MaintenanceServices services, string? value = null) =>
        Of(services, MetaSetting.AssignDelayMs, value ?? ((long)services.Options.AssignDelay.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));

    /// <summary>Without it the limit below has no effect.</summary>
    public static HoldDefinition FlowControl(MaintenanceServices services) => Of(services, MetaSetting.AddSecondaryFlowControl, "true");

    /// <summary>No replica is added by the leader, else it would add again at once what is taken out.</summary>
    public static HoldDefinition NoAdding(MaintenanceServices services) => Of(services, MetaSetting.AddSecondaryMax, "0");

    private static HoldDefinition Of(MaintenanceServices services, string name, string value) => new()
    {
        Setting = name,
        Value = value,
        Read = cancellationToken => services.Meta.Setting(name, cancellationToken),
        Write = (to, cancellationToken) => services.Meta.SetSetting(name, to, cancellationToken),
        ByHand = services.ByHand.Setting(name),
    };

    /// <summary>As Pegasus writes it: <c>steady</c>.</summary>
    private static string Text(MetaLevel level) => level.ToString().ToLowerInvariant();

    private static MetaLevel Parse(string text) =>
        Enum.TryParse<MetaLevel>(text, ignoreCase: true, out var level) ? level : throw new InvalidOperationException($"'{text}' is no level of a meta server");
}
