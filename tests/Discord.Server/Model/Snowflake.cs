using System.Globalization;
using System.Text.Json.Nodes;

namespace Nightshift.Discord.Server.Model;

/// <summary>Discord's id: milliseconds since 2015 in the upper 42 bits, a counter in the lower 22; a decimal string in JSON.</summary>
public readonly record struct Snowflake(ulong Value)
{
    public static readonly DateTimeOffset Epoch = new(2015, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>When the thing of this id was made, to the millisecond.</summary>
    public DateTimeOffset Time => Epoch.AddMilliseconds(Value >> 22);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    public static bool TryParse(string? text, out Snowflake id)
    {
        var parsed = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0;
        id = new Snowflake(parsed ? value : 0);
        return parsed;
    }

    /// <summary>The id in a JSON value: a string of digits, or a number as Discord still takes it.</summary>
    internal static bool TryRead(JsonNode? node, out Snowflake id) => TryParse(node?.ToString(), out id);
}
