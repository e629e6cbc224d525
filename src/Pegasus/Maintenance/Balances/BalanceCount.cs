using System.Globalization;
using System.Text.Json;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>
/// How many moves the balancer would still make, from <c>cluster_info</c>: <c>move_pri=0,copy_pri=0,copy_sec=0,total=0</c>, after 2.5 a JSON object with the same keys.
/// </summary>
internal static class BalanceCount
{
    private const string Key = "balance_operation_count";

    /// <exception cref="MaintenanceRefusedException">The text is not there or cannot be understood.</exception>
    public static int Total(ClusterInfo info)
    {
        var text = info.All.GetValueOrDefault(Key) ?? throw new MaintenanceRefusedException($"the meta server does not tell {Key}");
        return FromText(text) ?? FromJson(text) ?? throw new MaintenanceRefusedException($"{Key} cannot be understood: {text}");
    }

    private static int? FromText(string text) =>
        text.Split(',').Select(part => part.Split('=')).FirstOrDefault(pair => pair is [var name, _] && name.Trim() == "total") is [_, var value]
            && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var total) ? total : null;

    private static int? FromJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("total", out var total)
                ? total.ValueKind switch
                {
                    JsonValueKind.Number when total.TryGetInt32(out var number) => number,
                    JsonValueKind.String when int.TryParse(total.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
                    _ => null,
                }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
