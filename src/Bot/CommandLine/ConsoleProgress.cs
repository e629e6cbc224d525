namespace Nightshift.Bot.CommandLine;

/// <summary>What happens before the command itself, on the error stream, so that the output stays clean.</summary>
internal sealed class ConsoleProgress : IProgress<string>
{
    public void Report(string value) => Console.Error.WriteLine(value);
}
