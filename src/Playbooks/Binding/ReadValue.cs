using System.Text.Json.Nodes;

namespace Nightshift.Playbooks;

/// <param name="Fault">Why the text is no value of its option; null when it is.</param>
internal sealed record ReadValue(JsonNode? Json, string? Fault)
{
    public static ReadValue Of<T>(T value) => new(JsonValue.Create(value), null);

    public static ReadValue Refused(string fault) => new(null, fault);
}
