namespace Nightshift.Hosts;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">0 to 255 as the POSIX shell sees it: 126 could not be executed, 127 was not found, 128 + n ended by signal
/// n.</param>
/// <param name="Duration">From call to result, connecting included.</param>
public sealed record CommandResult(int ExitCode, CommandOutput Stdout, CommandOutput Stderr, TimeSpan Duration)
{
    public bool Succeeded => ExitCode == 0;
}
