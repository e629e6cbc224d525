using System.Text.Json;
using System.Text.Json.Serialization;
using Nightshift.Runs;

namespace Nightshift.Bot.Output;

/// <summary>Ids of runs as the plain values that they are: 7, <c>a/stop</c>, <c>oncall</c>. Only written.</summary>
internal static class IdsAsJson
{
    public static IEnumerable<JsonConverter> Converters { get; } =
    [
        new Plain<StepPath>((writer, path) => writer.WriteStringValue(path.Value)),
        new Plain<PersonId>((writer, person) => writer.WriteStringValue(person.Value)),
        new Plain<RunId>((writer, run) => writer.WriteNumberValue(run.Value)),
    ];

    private sealed class Plain<T>(Action<Utf8JsonWriter, T> write) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException($"{typeof(T).Name} is only written");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => write(writer, value);
    }
}
