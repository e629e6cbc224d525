using System.Globalization;
using System.Text;
using Nightshift.Hosts.Shells;

namespace Nightshift.Hosts.Detached;

/// <summary>Commands that run by id on the host; see Scripts/detached.sh for what the host keeps.</summary>
internal sealed class DetachedCommands(ScriptRunner runner, HostsOptions options, TimeProvider time)
{
    /// <summary>One enquiry waits this long on the host at most, so that a connection that died shows.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(10);

    internal async Task<DetachedStatus> StartAsync(DetachedId id, HostCommand command, CancellationToken cancellationToken)
    {
        var digest = Digest(command);
        var answer = await runner.RunAsync(StartScript(id, command, digest), cancellationToken);
        if (answer.End != "ok")
            throw Refusal(answer, command);
        var reply = DetachedReply.Parse(runner.Address, answer);
        return reply.Digest == digest.Hex ? reply.Status : throw new DetachedConflictException(runner.Address, id);
    }

    internal async Task<DetachedStatus> AttachAsync(DetachedId id, TimeSpan wait, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var left = wait - time.GetElapsedTime(started);
            var look = left < TimeSpan.Zero ? TimeSpan.Zero : left < LongestLook ? left : LongestLook;
            var status = await LookAsync(id, look, cancellationToken);
            if (status is not DetachedStatus.Running || look == left || left <= TimeSpan.Zero)
                return status;
        }
    }

    private async Task<DetachedStatus> LookAsync(DetachedId id, TimeSpan look, CancellationToken cancellationToken)
    {
        var script = options.Enquiry(
            $"detached command {id}", ["files", "detached", "attach"],
            options.DetachedRoot, id.Value, Number(options.DetachedTail), Number((long)Math.Ceiling(look.TotalSeconds * 10)));
        var answer = await runner.RunAsync(
            script with { Timeout = options.EnquiryTimeout + look, MaxOutput = MaxOutput }, cancellationToken);
        return answer.ExitCode(runner.Address) == 0
            ? DetachedReply.Parse(runner.Address, answer).Status
            : throw new HostProtocolException(runner.Address, $"detached command {id}: {answer.Stderr.Excerpt.Trim()}");
    }

    private int MaxOutput => options.DetachedTail + 4096;

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private Script StartScript(DetachedId id, HostCommand command, Sha256Digest digest) => new(
        command.ToString(),
        ScriptText.Of("frame", "detached", "start"),
        [
            options.DetachedRoot, id.Value, digest.Hex, Number((long)Math.Max(1, options.DetachedRetention.TotalDays)),
            command.Stdin is { } stdin ? Number(stdin.Length) : "-", Number(options.DetachedTail), command.WorkingDirectory ?? "-",
            ScriptText.Of("frame", "detached"), ScriptText.Of("keeper"), ScriptText.Prelude(command), .. command.Arguments,
        ])
    {
        Timeout = command.Timeout,
        MaxOutput = MaxOutput,
        Stdin = HostCommands.Stdin(command),
        EndOnGiveUp = false,
    };

    private HostException Refusal(ScriptAnswer answer, HostCommand command) => answer.End switch
    {
        "nodir" => new HostFileException(
            runner.Address, HostFileFault.NotFound, command.WorkingDirectory!, answer.Stderr.Excerpt.Trim()),
        "nosetsid" => new HostProtocolException(runner.Address, "there is no setsid (util-linux), without which nothing can run detached"),
        _ => new HostProtocolException(
            runner.Address, $"a detached command could not be recorded, nothing was started: {answer.Stderr.Excerpt.Trim()}"),
    };

    /// <summary>Tells one command from another: every part with its length before it.</summary>
    private static Sha256Digest Digest(HostCommand command)
    {
        var text = new StringBuilder();
        foreach (var part in (IEnumerable<string>)[command.WorkingDirectory ?? "", .. command.Arguments])
            text.Append(CultureInfo.InvariantCulture, $"{part.Length}:{part}");
        foreach (var (name, value) in command.Environment)
            text.Append(CultureInfo.InvariantCulture, $";{name}={value.Length}:{value}");
        if (command.Stdin is { } stdin)
            text.Append(';').Append(Sha256Digest.Of(stdin.Span).Hex);
        return Sha256Digest.Of(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
