using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Nightshift.Runs;

namespace Nightshift.Playbooks;

/// <summary>
/// The result of a playbook's own step, as JSON. The journal never sees the type, since a serializer that remembers a type of a script would keep the
/// script loaded for ever. Fields are included, so that tuples survive.
/// </summary>
internal static class StepValue<T>
{
    // One per result type, so that it goes away together with a script's type. Equal options would share what they remember of types, across all
    // scripts and for ever; a resolver of its own makes each of them unequal to all others.
    private static readonly JsonSerializerOptions Json = new() { IncludeFields = true, TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    public static JsonElement Write(T value) => JsonSerializer.SerializeToElement(value, Json);

    public static Probe<JsonElement> Write(Probe<T> probe) => probe switch
    {
        Probe<T>.Done done => new Probe<JsonElement>.Done(Write(done.Result)),
        Probe<T>.Run => new Probe<JsonElement>.Run(),
        Probe<T>.Unknown unknown => new Probe<JsonElement>.Unknown(unknown.Reason),
        _ => throw new InvalidOperationException($"{probe} is no answer of a probe"),
    };

    /// <summary>An undefined element is the predicted result of a plan, or of a step that people skipped.</summary>
    public static T Read(JsonElement element) =>
        element.ValueKind == JsonValueKind.Undefined ? default! : element.Deserialize<T>(Json)!;
}
