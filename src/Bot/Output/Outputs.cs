using Nightshift.Bot.CommandLine;
using Spectre.Console;

namespace Nightshift.Bot.Output;

internal static class Outputs
{
    /// <summary>JSON when asked for; a live list on a terminal; plain lines elsewhere.</summary>
    public static IRunOutput Create(OutputFormat format, TimeProvider time)
    {
        if (format == OutputFormat.Json) return new JsonOutput(Console.Out);
        return Console.IsOutputRedirected ? new PlainOutput(Console.Out) : new LiveOutput(AnsiConsole.Console, time);
    }
}
