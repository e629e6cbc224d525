using System.Globalization;
using System.Text;
using Nightshift.Hosts.Shells;

namespace Nightshift.Hosts.Detached;

/// <summary>
/// report() of detached.sh. stdout: "BOOT DIGEST|- STDOUT_SIZE STDERR_SIZE STATE…\n", then the tail of the command's stdout; stderr: the
/// tail of its stderr.
/// </summary>
internal sealed record DetachedReply(string Digest, DetachedStatus Status)
{
    internal static DetachedReply Parse(HostAddress host, ScriptAnswer answer)
    {
        var bytes = answer.Stdout.Bytes;
        var lineEnd = bytes.Span.IndexOf((byte)'\n');
        var line = lineEnd < 0 ? "" : Encoding.ASCII.GetString(bytes.Span[..lineEnd]);
        if (line.Split(' ') is not [var boot, var digest, var outSize, var errSize, .. var state]
            || !long.TryParse(outSize, NumberStyles.None, CultureInfo.InvariantCulture, out var stdoutLength)
            || !long.TryParse(errSize, NumberStyles.None, CultureInfo.InvariantCulture, out var stderrLength))
            throw Broken(host, line);

        var stdout = new CommandOutput(bytes[(lineEnd + 1)..], stdoutLength);
        var stderr = new CommandOutput(answer.Stderr.Bytes, stderrLength);
        return new DetachedReply(digest, StatusOf(state, boot, stdout, stderr) ?? throw Broken(host, line));
    }

    private static DetachedStatus? StatusOf(string[] state, string boot, CommandOutput stdout, CommandOutput stderr) => state switch
    {
        ["never"] => new DetachedStatus.NeverStarted(),
        ["running"] => new DetachedStatus.Running(null, stdout, stderr),
        ["running", var pid, var ticks, var its] when Identity(pid, ticks, its) is { } process =>
            new DetachedStatus.Running(process, stdout, stderr),
        ["exited", var code] when int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
            new DetachedStatus.Exited(number, stdout, stderr),
        ["died", var its] => new DetachedStatus.Died(its != boot, stdout, stderr),
        _ => null,
    };

    private static ProcessIdentity? Identity(string pid, string ticks, string boot) =>
        int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
        && Guid.TryParse(boot, out var id)
            ? new ProcessIdentity(number, start, id)
            : null;

    private static HostProtocolException Broken(HostAddress host, string line) =>
        new(host, $"the record of a detached command reads '{line}'");
}
