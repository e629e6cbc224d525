using Microsoft.Extensions.Logging;

namespace Nightshift.Hosts.Shells;

/// <summary>
/// Runs framed scripts on one host: an answer is whole or it is an exception. An exit code counts only when it came inside the frame, so
/// that it is never the SSH program's own.
/// </summary>
internal sealed class ScriptRunner(IShell shell, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>Below sshd's MaxSessions, which is 10 (sshd_config(5)).</summary>
    private const int MaxSessions = 8;

    private static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _sessions = new(MaxSessions);

    internal HostAddress Address => shell.Address;

    internal async Task<ScriptAnswer> RunAsync(Script script, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(script.Timeout, time);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var call = new Call(script);
        try
        {
            await _sessions.WaitAsync(giveUp.Token);
            try
            {
                await ExchangeAsync(call, giveUp.Token);
            }
            finally
            {
                _sessions.Release();
            }
        }
        catch (OperationCanceledException) when (!call.Answered)
        {
            var mayRun = call.Sent && await MayRunAsync(call);
            cancellationToken.ThrowIfCancellationRequested();
            throw new HostTimeoutException(Address, script.What, script.Timeout, mayRun);
        }
        catch (HostConnectionException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        return call.Answered ? call.Answer(time.GetElapsedTime(started)) : throw Fault(call);
    }

    public ValueTask DisposeAsync() => shell.DisposeAsync();

    private async Task ExchangeAsync(Call call, CancellationToken giveUp)
    {
        giveUp.ThrowIfCancellationRequested();
        using var hangUp = new CancellationTokenSource();
        var running = shell.RunAsync(call.Line, call.Script.Stdin, call.Stdout, call.Stderr, hangUp.Token);
        call.Sent = true;
        var givenUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var giving = giveUp.Register(() => givenUp.TrySetResult());
        await Task.WhenAny(running, Task.WhenAll(call.Stdout.Ended, call.Stderr.Ended), givenUp.Task);
        // What the command left behind may hold the channel open: the answer is whole, so hang up soon.
        if (call.Answered)
            hangUp.CancelAfter(Farewell);
        else if (givenUp.Task.IsCompleted)
            await HangUpAsync(call, running, hangUp);
        try
        {
            await running;
        }
        catch (Exception e) when (call.Answered && e is OperationCanceledException)
        {
            HostLog.HungUp(logger, Address, call.Script.What);
        }
    }

    /// <summary>What was sent and has not told yet who it is could not be ended: its first line may be on the way.</summary>
    private async Task HangUpAsync(Call call, Task running, CancellationTokenSource hangUp)
    {
        if (call.Script.EndOnGiveUp)
            await Task.WhenAny(running, call.Stdout.Begun, Task.Delay(shell.Beginning, time, CancellationToken.None));
        await hangUp.CancelAsync();
    }

    /// <summary>Ends what was given up, if it told who it is; true when it may live on.</summary>
    private async Task<bool> MayRunAsync(Call call)
    {
        if (call.Stdout.Begin is not { } begin)
        {
            await shell.AbandonAsync();
            return true;
        }

        if (!call.Script.EndOnGiveUp)
            return true;
        try
        {
            var text = ScriptText.Of("frame") + "enquiry() {\n" + ScriptText.Of("endgroup") + "}\n" + ScriptText.Of("enquire");
            var ending = new Call(new Script("end " + call.Script.What, text, begin.Split(' ')) { Timeout = EndingTime });
            using var timeout = new CancellationTokenSource(EndingTime, time);
            await ExchangeAsync(ending, timeout.Token);
            return !ending.Answered || ending.Answer(TimeSpan.Zero).End != "exit 0";
        }
        catch (Exception e) when (e is OperationCanceledException or HostException)
        {
            HostLog.NotEnded(logger, Address, call.Script.What, e);
            return true;
        }
    }

    private HostConnectionException Fault(Call call)
    {
        var begun = call.Stdout.Begin is not null || call.Stderr.Begin is not null;
        // The SSH program's last words come after what the command said.
        var said = begun ? call.Stderr.Body.Excerpt.Trim().Split('\n')[^1] : call.Stderr.Noise.Trim();
        var reason = begun ? ConnectFailedReason.Lost : shell.Classify(said);
        var mayHaveRun = begun || !OpenSshFaults.BeforeAnyCommand(reason);
        return new HostConnectionException(Address, reason, mayHaveRun, $"{call.Script.What}: {said}");
    }

    private sealed class Call
    {
        internal Call(Script script)
        {
            var marker = Marker.New();
            Script = script;
            Line = ShellLine.For(ScriptText.Assemble(marker, script.Text, script.Arguments));
            Stdout = new FramedOutput(marker, script.MaxOutput);
            Stderr = new FramedOutput(marker, script.MaxOutput);
        }

        internal Script Script { get; }

        internal string Line { get; }

        internal FramedOutput Stdout { get; }

        internal FramedOutput Stderr { get; }

        internal bool Sent { get; set; }

        internal bool Answered => Stdout.End is not null && Stderr.End is not null;

        internal ScriptAnswer Answer(TimeSpan duration) => new(Stdout.End!, Stdout.Body, Stderr.Body, duration);
    }
}
