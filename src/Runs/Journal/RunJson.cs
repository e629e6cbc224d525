using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nightshift.Runs.Journal;

/// <summary>How journals write JSON: names as declared, enums by name, fields too (tuples), ids as plain values.</summary>
internal static class RunJson
{
    public static readonly JsonSerializerOptions Options = Create();

    /// <summary>Options of their own for the results of one execution: serializers remember types, and playbooks' types must be unloadable.</summary>
    public static JsonSerializerOptions ForResults() => new(Options);

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions { IncludeFields = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        options.Converters.Add(new JsonStringEnumConverter());
        options.Converters.Add(new StepPathJson());
        options.Converters.Add(new PersonIdJson());
        options.Converters.Add(new RunIdJson());
        return options;
    }

    private sealed class StepPathJson : JsonConverter<StepPath>
    {
        public override StepPath Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, StepPath value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }

    private sealed class PersonIdJson : JsonConverter<PersonId>
    {
        public override PersonId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, PersonId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }

    private sealed class RunIdJson : JsonConverter<RunId>
    {
        public override RunId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, RunId value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
    }
}
