using Microsoft.Extensions.Logging;
using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord.Protocol.Gateway;

/// <summary>
/// Keeps one connection to the gateway, whatever happens to it, until it is disposed or refused. What Discord refuses for good is latched in
/// <see cref="Finished"/>; nothing is tried after it.
/// </summary>
/// <param name="whereAsync">Asks Discord where the gateway is, and how many sessions may still be started.</param>
internal sealed partial class GatewayClient(
    GatewayOptions options, Func<CancellationToken, Task<WireGatewayBot>> whereAsync, IGatewayListener listener, TimeProvider time, Jitter jitter, ILogger logger)
    : IAsyncDisposable
{
    private readonly GatewayEvents _events = new(listener, options.LongestQueue, logger);
    private readonly GatewaySession _session = new();
    private readonly GatewayPresence _presence = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _running = Task.CompletedTask;
    private long? _lastIdentify;
    private long? _lastFree;
    private bool _isLossTold;
    private int _isDisposed;

    /// <summary>Fails with a <see cref="DiscordRefusedException"/> when Discord refuses for good; ends when disposed.</summary>
    public Task Finished => _finished.Task;

    public void Start() => _running = Task.Run(RunAsync);

    public void Show(string text) => _presence.Set(text);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        await _stop.CancelAsync();
        await _running;
        _events.Complete();
        await Task.WhenAny(_events.Finished, Task.Delay(TimeSpan.FromSeconds(5), time, CancellationToken.None));
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await StayAsync(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            _finished.TrySetResult();
        }
        catch (DiscordRefusedException refusal)
        {
            Log.Refused(logger, refusal.Message);
            TellEnd($"{refusal.Message} Nothing is tried again.");
            _finished.TrySetException(refusal);
        }
        catch (Exception exception)
        {
            Log.GatewayFailed(logger, exception);
            TellEnd("The connection to Discord ended by a fault of this program; it is not opened again.");
            _finished.TrySetException(exception);
        }
    }

    private async Task StayAsync(CancellationToken cancellationToken)
    {
        var (failures, resumptions, step) = (0, 0, GatewayStep.Identify);
        while (true)
        {
            await Task.Delay(BackOff.Before(failures, jitter.Next(), options.BackOffUnit), time, cancellationToken);
            var (end, stood) = await OnceAsync(step == GatewayStep.Resume, cancellationToken);
            if (end.ForgetsSession) _session.Forget();
            resumptions = stood is not null ? 0 : step == GatewayStep.Resume ? resumptions + 1 : resumptions;
            step = GatewayAfterClose.Decide(end.Code, _session.CanResume, resumptions);
            if (step == GatewayStep.Stop) throw new DiscordRefusedException(end.Code ?? 0, 0, end.Reason);
            if (step == GatewayStep.Identify)
            {
                _session.Forget();
                resumptions = 0;
            }
            failures = stood >= options.SteadyAfter || IsFree(end, stood) ? 0 : failures + 1;
            Log.Lost(logger, end.Reason, step, failures);
            await TellLossAsync(end, stood is not null, cancellationToken);
        }
    }

    /// <summary>Discord asked for it, so there is nothing to wait for; but who is asked again at once, waits.</summary>
    private bool IsFree(GatewayEnd end, TimeSpan? stood)
    {
        if (stood is null || !end.IsWanted || (_lastFree is { } last && time.GetElapsedTime(last) < options.SteadyAfter)) return false;
        _lastFree = time.GetTimestamp();
        return true;
    }

    private async Task TellLossAsync(GatewayEnd end, bool stood, CancellationToken cancellationToken)
    {
        if (stood || !_isLossTold) await _events.TellAsync(told => told.Lost(end.Reason), cancellationToken);
        _isLossTold = true;
        if (end.IsOverflow) await _events.DrainAsync(cancellationToken);
        if (end.IsInvalidSession) await Task.Delay(options.BackOffUnit * (1 + (4 * jitter.Next())), time, cancellationToken);
    }

    /// <summary>Before anybody learns of the end otherwise, for who does may dispose of this.</summary>
    private void TellEnd(string reason)
    {
        if (!_events.TryTell(told => told.Lost(reason))) Log.EndUntold(logger);
    }
}
