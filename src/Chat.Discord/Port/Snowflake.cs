using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Nightshift.Chat.Discord;

/// <summary>An id of Discord's: 64 bits, of which the upper 42 are the milliseconds since the beginning of 2015. Source: Discord's API reference, "Snowflakes".</summary>
public readonly record struct Snowflake(ulong Value)
{
    private const long Epoch = 1_420_070_400_000;

    public DateTimeOffset CreatedAt => DateTimeOffset.FromUnixTimeMilliseconds((long)(Value >> 22) + Epoch);

    /// <summary>Greater than the id of everything made before that moment.</summary>
    public static Snowflake At(DateTimeOffset time) => new((ulong)Math.Max(0, time.ToUnixTimeMilliseconds() - Epoch) << 22);

    public static bool TryParse([NotNullWhen(true)] string? text, out Snowflake id)
    {
        var isNumber = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        id = new Snowflake(value);
        return isNumber && value != 0;
    }

    /// <exception cref="FormatException">It is no id.</exception>
    public static Snowflake Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is no id of Discord's");

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
