using Nightshift.Chat.Rendering;
using Nightshift.Chat.Replies;
using Nightshift.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Nightshift.Bot.Output;

/// <summary>
/// For a terminal: what is finished scrolls by as lines; below it, redrawn in place, a bar with the expected time and each step in hand with what it
/// waits for and since when.
/// </summary>
internal sealed class LiveOutput(IAnsiConsole terminal, TimeProvider time) : IRunOutput
{
    private const int ShownSteps = 8;

    private readonly IAnsiConsole _console = Harmless(terminal);
    private readonly Lock _lock = new();
    private readonly HashSet<(StepPath Path, StepState State, int Attempts)> _told = [];
    private readonly ManualResetEventSlim _ended = new();
    private RunView? _run;
    private Task? _drawing;

    public void Reply(Reply reply)
    {
        switch (reply)
        {
            case Reply.Table table:
                _console.Write(Rows(table));
                break;
            case Reply.Several several:
                foreach (var part in several.Parts) Reply(part);
                break;
            case Reply.Refusal refusal:
                _console.MarkupLineInterpolated($"[red]{refusal.Content}[/]");
                break;
            case Reply.Failure failure:
                _console.MarkupLineInterpolated($"[red]{failure.Content}[/]");
                break;
            default:
                foreach (var line in TextRendering.Lines(reply)) _console.WriteLine(line);
                break;
        }
    }

    public void Submitted(RunView run)
    {
        _console.MarkupLineInterpolated($"[bold]run {run.Summary.Id}[/]: {run.Summary.Command} on {run.Summary.Cluster}");
        foreach (var line in PlanRendering.Lines(run.Plan)) _console.MarkupLineInterpolated($"[grey]{line}[/]");
        _console.MarkupLineInterpolated($"[grey]  {ApprovalRendering.Needs(run)}[/]");
    }

    public void Changed(RunView run, IReadOnlyList<StepView> changed)
    {
        lock (_lock)
        {
            _run = run;
            foreach (var step in changed.Where(step => step.State != StepState.Running && _told.Add((step.Path, step.State, step.Attempts.Count)))) WriteDone(step);
        }

        Draw();
    }

    public void Stands(RunView run)
    {
        lock (_lock)
        {
            _run = run;
            _console.Write(new OnClearedLines(new Markup($"[yellow]{Markup.Escape(Outputs.Standing(run))}[/]\n")));
        }
    }

    public void Said(RunView run, string text) => _console.MarkupLineInterpolated($"[bold]»[/] {text}");

    public void Note(string sentence) => _console.MarkupLineInterpolated($"[grey]{sentence}[/]");

    public void Ended(RunView run)
    {
        lock (_lock) _run = run;
        _ended.Set();
        _drawing?.Wait();
        var colour = run.Summary.State == RunState.Succeeded ? "green" : "red";
        foreach (var line in Outputs.Ending(run)) _console.MarkupLine($"[{colour}]{Markup.Escape(line)}[/]");
    }

    public void Dispose()
    {
        _ended.Set();
        _drawing?.Wait();
        _ended.Dispose();
    }

    private static IAnsiConsole Harmless(IAnsiConsole console)
    {
        console.Pipeline.Attach(new PrintableHook());
        return console;
    }

    private void Draw()
    {
        _drawing ??= Task.Factory.StartNew(
            () => _console.Live(new Text("")).AutoClear(true).Start(context =>
            {
                while (!_ended.Wait(TimeSpan.FromMilliseconds(200)))
                {
                    lock (_lock) context.UpdateTarget(Panel(_run!));
                }
            }),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    private void WriteDone(StepView step)
    {
        var attempt = step.Attempts.Count == 0 ? null : step.Attempts[^1];
        var took = Quantities.Span(attempt?.Ended - attempt?.Began);
        var (colour, text) = step.State switch
        {
            StepState.Done => ("green", $"{step.Report ?? step.Description}"),
            StepState.Skipped => ("yellow", "skipped"),
            StepState.AwaitingDecision => ("red", $"{attempt?.Error}; /retry, /skip or /abort {_run!.Summary.Id}"),
            _ => ("yellow", $"given up{(attempt?.Error is { } error ? $": {error}" : "")}"),
        };
        _console.Write(new OnClearedLines(new Markup(
            $"[{colour}]{RunRendering.Mark(step)}[/] [grey]{Markup.Escape(step.Path.ToString())}[/] {Markup.Escape(text)} [grey]{Markup.Escape(took)}[/]\n")));
    }

    private Rows Panel(RunView run)
    {
        var lines = new List<IRenderable> { new Markup(Progress(run)) };
        foreach (var step in run.Steps.Where(step => step.State == StepState.Running).TakeLast(ShownSteps))
        {
            var since = step.WaitsSince ?? (step.Attempts.Count == 0 ? null : step.Attempts[^1].Began);
            var waited = since is { } from ? Quantities.Span(time.GetUtcNow() - from) : "";
            lines.Add(new Markup($"[blue]…[/] {Markup.Escape(step.Description)}{(step.WaitsFor is { } sentence ? $" [grey]{Markup.Escape(sentence)}[/]" : "")} [grey]{Markup.Escape(waited)}[/]"));
        }

        return new Rows(lines);
    }

    private string Progress(RunView run)
    {
        var done = run.Steps.Count(step => step.State is StepState.Done or StepState.Skipped);
        var all = Math.Max(run.Plan.Steps.Count, run.Steps.Count);
        const int width = 30;
        var filled = all == 0 ? 0 : width * done / all;
        var elapsed = run.Summary.Started is { } started ? time.GetUtcNow() - started : TimeSpan.Zero;
        var expected = run.Plan.Expected is { } span ? $" of about {Quantities.Span(span)}" : "";
        return $"[bold]{Markup.Escape(StateWords.Of(run.Summary.State))}[/] [green]{new string('━', filled)}[/][grey]{new string('━', width - filled)}[/] {done}/{all} steps, {Quantities.Span(elapsed)}{expected}"
            + (run.Summary.Reason is { } reason ? $"\n[yellow]{Markup.Escape(reason)}[/]" : "");
    }

    private static Rows Rows(Reply.Table reply)
    {
        var table = new Table { Border = TableBorder.Rounded, Title = new TableTitle(Markup.Escape(reply.Title)) };
        foreach (var column in reply.Columns) table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))));
        foreach (var row in reply.Rows) table.AddRow(row.Select(cell => new Text(cell)));
        return reply.Rows.Count == 0 ? new Rows(new Text(reply.Title), new Text(reply.Summary)) : new Rows(table, new Text(reply.Summary));
    }
}
