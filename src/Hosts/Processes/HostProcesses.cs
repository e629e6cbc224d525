using System.Globalization;
using Nightshift.Hosts.Shells;

namespace Nightshift.Hosts.Processes;

/// <summary>The truth about processes, from /proc by POSIX tools alone.</summary>
internal sealed class HostProcesses(ScriptRunner runner, HostsOptions options)
{
    private const int Gone = 3;
    private const int MaxListing = 16 * 1024 * 1024;

    internal async Task<ProcessInfo?> GetAsync(int pid, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pid, 1);
        var found = await ListAsync(options.Enquiry($"process {Number(pid)}", ["processes", "process"], Number(pid)), cancellationToken);
        return found.SingleOrDefault();
    }

    internal async Task<IReadOnlyList<ProcessInfo>> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (text.Length == 0 || text.Contains('\n', StringComparison.Ordinal))
            throw new ArgumentException("a process is found by one line of text", nameof(text));
        var bytes = CommandRules.Bytes(text);
        var script = options.Enquiry($"processes with {text}", ["processes", "findprocesses"]) with
        {
            Stdin = (stream, token) => stream.WriteAsync(bytes, token).AsTask(),
        };
        var found = await ListAsync(script, cancellationToken);
        return [.. found.Where(process => Has(process, text) && !IsHelper(process))];
    }

    internal async Task<bool> KillAsync(ProcessIdentity process, HostSignal signal, CancellationToken cancellationToken)
    {
        if (!Enum.IsDefined(signal))
            throw new ArgumentOutOfRangeException(nameof(signal), signal, "not a signal that a run may send");
        ArgumentOutOfRangeException.ThrowIfLessThan(process.Pid, 2);
        var answer = await runner.RunAsync(
            options.Enquiry(
                $"signal {signal} to {Number(process.Pid)}", ["kill"],
                Number(process.Pid), Number(process.StartTicks), process.BootId.ToString("D"), Number((int)signal)),
            cancellationToken);
        return answer.ExitCode(runner.Address) switch
        {
            0 => true,
            Gone => false,
            var code => throw new HostProtocolException(
                runner.Address, $"process {process.Pid} could not be signalled (code {code}): {answer.Stderr.Excerpt.Trim()}"),
        };
    }

    private async Task<IReadOnlyList<ProcessInfo>> ListAsync(Script script, CancellationToken cancellationToken)
    {
        var answer = await runner.RunAsync(script with { MaxOutput = MaxListing }, cancellationToken);
        return answer.ExitCode(runner.Address) == 0 && ProcessReply.Parse(answer.WholeText(runner.Address)) is { } processes
            ? processes
            : throw new HostProtocolException(runner.Address, $"{script.What}: no whole answer: {answer.Stderr.Excerpt.Trim()}");
    }

    private static bool Has(ProcessInfo process, string text) =>
        (process.Executable?.Contains(text, StringComparison.Ordinal) ?? false)
        || process.Arguments.Any(argument => argument.Contains(text, StringComparison.Ordinal));

    /// <summary>Our shells name themselves; our SSH clients carry the name at their line's end.</summary>
    private static bool IsHelper(ProcessInfo process) =>
        process.Arguments.Any(argument => argument.EndsWith(ShellLine.HelperName, StringComparison.Ordinal));

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
