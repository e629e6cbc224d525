using Nightshift.Hosts.Shells;

namespace Nightshift.Hosts;

/// <summary>Commands that are waited for.</summary>
internal sealed class HostCommands(ScriptRunner runner)
{
    internal async Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellationToken)
    {
        string[] arguments = [command.WorkingDirectory ?? "-", ScriptText.Prelude(command), .. command.Arguments];
        var answer = await runner.RunAsync(
            new Script(command.ToString(), ScriptText.Of("frame", "run"), arguments)
            {
                Timeout = command.Timeout,
                MaxOutput = command.MaxOutput,
                Stdin = Stdin(command),
            },
            cancellationToken);
        return answer.End == "nodir"
            ? throw new HostFileException(runner.Address, HostFileFault.NotFound, command.WorkingDirectory!, answer.Stderr.Excerpt.Trim())
            : new CommandResult(answer.ExitCode(runner.Address), answer.Stdout, answer.Stderr, answer.Duration);
    }

    internal static Func<Stream, CancellationToken, Task>? Stdin(HostCommand command) =>
        command.Stdin is { } bytes ? (stream, token) => stream.WriteAsync(bytes, token).AsTask() : null;
}
