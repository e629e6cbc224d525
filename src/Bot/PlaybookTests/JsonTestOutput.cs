using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Nightshift.Chat.Rendering;
using Nightshift.Runs;
using Nightshift.Runs.Faults;

namespace Nightshift.Bot.PlaybookTests;

/// <summary>One JSON object a line: <c>clean</c>, a <c>case</c> each, <c>end</c> as the last.</summary>
internal sealed class JsonTestOutput(TextWriter writer, TextWriter progress) : IPlaybookTestOutput
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public void Report(string value) => progress.WriteLine(Printable.Line(value));

    public void Clean(TestCase clean, int steps, int cases) =>
        Write(new { @event = "clean", state = State(clean), reason = clean.Run?.Summary.Reason, seconds = clean.Took.TotalSeconds, steps, cases, problems = clean.Problems });

    public void Case(int number, int of, StepPath step, FaultKind kind, TestCase ended) => Write(new
    {
        @event = "case",
        number,
        of,
        step = step.Value,
        fault = kind.Word(),
        survived = ended.Survived,
        struck = ended.Struck.Count > 0,
        state = State(ended),
        reason = ended.Run?.Summary.Reason,
        seconds = ended.Took.TotalSeconds,
        problems = ended.Problems.Count == 0 ? null : ended.Problems,
    });

    public void Ended(int cases, int survived, int missed) => Write(new { @event = "end", cases, survived, missed });

    private static string? State(TestCase ended) => ended.State is { } state ? StateWords.Of(state) : null;

    private void Write(object line)
    {
        writer.WriteLine(JsonSerializer.Serialize(line, Json));
        writer.Flush();
    }
}
