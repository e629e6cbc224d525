using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nightshift.OpenMldb.Client.Wire;

/// <summary>
/// Reads enums by name or number, writes names. What it does not know becomes <c>Unknown</c>, which nobody takes for healthy or done.
/// </summary>
internal sealed class WireEnumConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<string, T> ByName = WireNames().ToFrozenDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
    private static readonly FrozenDictionary<T, string> ByValue = WireNames().ToFrozenDictionary(p => p.Value, p => p.Key);
    private static readonly T Unknown = Enum.Parse<T>("Unknown");

    /// <summary>The value of a wire name, or <c>Unknown</c>.</summary>
    public static T Parse(string? name) => name is not null && ByName.TryGetValue(name, out var value) ? value : Unknown;

    public static string NameOf(T value) => ByValue[value];

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => Parse(reader.GetString()),
        JsonTokenType.Number when reader.TryGetInt32(out var number) && Enum.ToObject(typeof(T), number) is T value && ByValue.ContainsKey(value) => value,
        JsonTokenType.Number => Unknown,
        _ => throw new JsonException($"Expected a {typeof(T).Name}."),
    };

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(NameOf(value));

    private static IEnumerable<KeyValuePair<string, T>> WireNames() =>
        from field in typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static)
        let name = field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
        where name is not null
        select KeyValuePair.Create(name, (T)field.GetValue(null)!);
}
