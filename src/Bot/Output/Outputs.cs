using Nightshift.Bot.CommandLine;
using Nightshift.Chat.Rendering;
using Nightshift.Runs;
using Spectre.Console;

namespace Nightshift.Bot.Output;

internal static class Outputs
{
    /// <summary><c>! run 3 paused: held: the guard 'no tablet away but the one in hand' is violated …</c>.</summary>
    public static string Standing(RunView run) =>
        $"! run {run.Summary.Id} {StateWords.Of(run.Summary.State)}{(run.Summary.Reason is { } reason ? $": {reason}" : "")}";

    /// <summary>The last lines of a run that people read.</summary>
    public static IEnumerable<string> Ending(RunView run) => run.LeftUndone.Count == 0
        ? RunRendering.EndLines(run)
        : [.. RunRendering.EndLines(run), $"  /holds {run.Summary.Cluster} tells what of it is still so, and which command offers to put it right"];

    /// <summary>JSON when asked for; a live list on a terminal; plain lines elsewhere.</summary>
    public static IRunOutput Create(OutputFormat format, TimeProvider time)
    {
        if (format == OutputFormat.Json) return new JsonOutput(Console.Out);
        return Console.IsOutputRedirected ? new PlainOutput(Console.Out) : new LiveOutput(AnsiConsole.Console, time);
    }
}
