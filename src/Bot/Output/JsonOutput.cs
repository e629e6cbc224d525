using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Nightshift.Chat.Rendering;
using Nightshift.Chat.Replies;
using Nightshift.Runs;

namespace Nightshift.Bot.Output;

/// <summary>One JSON object a line. The last one of a run has <c>state</c> and <c>run</c>; of a reading command, <c>kind</c> says what it is.</summary>
internal sealed class JsonOutput(TextWriter writer) : IRunOutput
{
    private static readonly JsonSerializerOptions Json = Options();

    public void Dispose() => writer.Flush();

    public void Reply(Reply reply)
    {
        switch (reply)
        {
            case Reply.Text text:
                Write(new { kind = "text", text = text.Content });
                break;
            case Reply.Refusal refusal:
                Write(new { kind = "refusal", error = refusal.Content });
                break;
            case Reply.Failure failure:
                Write(new { kind = "failure", error = failure.Content });
                break;
            case Reply.Table table:
                Write(new
                {
                    kind = "table",
                    title = table.Title,
                    rows = table.Rows.Select(row => table.Columns.Zip(row).ToDictionary(cell => cell.First, cell => cell.Second)),
                    summary = table.Summary,
                });
                break;
            case Reply.Several several:
                foreach (var part in several.Parts) Reply(part);
                break;
            case Reply.PlanOnly plan:
                Write(new { kind = "plan", plan = plan.Plan, needs = plan.Needs });
                break;
            case Reply.RunDetails details:
                Write(new { kind = "run", run = details.View, history = details.History });
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(reply), reply, "a reply without a JSON form");
        }
    }

    public void Submitted(RunView run) =>
        Write(new { run = run.Summary.Id.Value, @event = "submitted", cluster = run.Summary.Cluster, command = run.Summary.Command, planHash = run.Plan.Hash, tier = run.Plan.Tier, needs = ApprovalRendering.Needs(run) });

    /// <summary>Not called <c>state</c>: the last line alone has that.</summary>
    public void Stands(RunView run) => Write(new
    {
        run = run.Summary.Id.Value,
        @event = "stands",
        runState = StateWords.Of(run.Summary.State),
        reason = run.Summary.Reason,
        pausedBy = run.Pause?.By.Value,
        guards = run.GuardViolations.Any(IsOpen) ? run.GuardViolations.Where(IsOpen).Select(violation => new { name = violation.Name, sentence = violation.Sentence, since = violation.Since }) : null,
    });

    public void Changed(RunView run, IReadOnlyList<StepView> changed)
    {
        foreach (var step in changed)
        {
            var attempt = step.Attempts.Count == 0 ? null : step.Attempts[^1];
            Write(new
            {
                run = run.Summary.Id.Value,
                @event = "step",
                path = step.Path.Value,
                step = step.State,
                kind = step.Kind,
                description = step.Description,
                wayOut = step.WayOut ? true : (bool?)null,
                attempt = attempt?.Number,
                ms = attempt is { Ended: { } ended } ? (ended - attempt.Began).TotalMilliseconds : (double?)null,
                waitsFor = step.State is StepState.Done ? null : step.WaitsFor,
                report = step.Report,
                error = attempt?.Error,
            });
        }
    }

    public void Said(RunView run, string text) => Write(new { run = run.Summary.Id.Value, @event = "said", text });

    public void Note(string sentence) => Write(new { @event = "note", text = sentence });

    public void Ended(RunView run) => Write(new
    {
        run = run.Summary.Id.Value,
        @event = "ended",
        state = StateWords.Of(run.Summary.State),
        reason = run.Summary.Reason,
        held = run.Holds.Count == 0 ? null : run.Holds,
        leftUndone = run.LeftUndone.Count == 0 ? null : run.LeftUndone.Select(left => new { step = left.Path.Value, description = left.Description, byHand = left.ByHand }),
        seconds = run.Summary is { Started: { } started, Ended: { } ended } ? (ended - started).TotalSeconds : (double?)null,
    });

    private static bool IsOpen(GuardViolationView violation) => violation is { Until: null, Waived: false };

    private void Write(object line)
    {
        writer.WriteLine(JsonSerializer.Serialize(line, Json));
        writer.Flush();
    }

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        };
        foreach (var converter in IdsAsJson.Converters) options.Converters.Add(converter);
        return options;
    }
}
