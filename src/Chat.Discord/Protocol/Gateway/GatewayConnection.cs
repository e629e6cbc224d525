using System.Net.WebSockets;
using Microsoft.Extensions.Logging;

namespace Nightshift.Chat.Discord.Protocol.Gateway;

/// <summary>
/// One connection from its hello to its end. Four loops (what comes, heartbeats, presence, patience until a session stands) share it; the first that ends,
/// ends all, and its reason is the connection's.
/// </summary>
internal sealed partial class GatewayConnection(
    GatewaySocket socket, GatewaySession session, GatewayEvents events, GatewayPresence presence, GatewayOptions options, TimeProvider time, Jitter jitter, ILogger logger)
    : IDisposable
{
    /// <summary>Any of Discord's own codes but 1000 and 1001 leaves the session alive.</summary>
    private const int KeepsSession = 4000;
    private const int Leaves = 1000;

    private readonly SemaphoreSlim _sending = new(1);
    private readonly SendBudget _budget = new();
    private readonly TaskCompletionSource _stands = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isAwaitingAck;
    private long _since;
    private long _lastEvent;

    /// <summary>For how long a session stands on this connection; null when none ever did.</summary>
    public TimeSpan? Standing => _stands.Task.IsCompletedSuccessfully ? time.GetElapsedTime(_since) : null;

    /// <remarks>The web socket dies with a cancelled read, so the word of parting goes out before the loops are stopped.</remarks>
    /// <param name="isResume">Whether to go on with the session, or to begin one.</param>
    public async Task<GatewayEnd> RunAsync(bool isResume, CancellationToken cancellationToken)
    {
        var first = await FirstAsync(cancellationToken);
        if (first is not Hello hello) return EndBy(first);
        using var stop = new CancellationTokenSource();
        _lastEvent = time.GetTimestamp();
        Task<GatewayEnd>[] loops =
        [
            GuardAsync(() => ReceiveAsync(isResume, stop.Token)), GuardAsync(() => BeatAsync(hello.Interval, stop.Token)), GuardAsync(() => ShowAsync(stop.Token)),
            GuardAsync(() => AwaitSessionAsync(stop.Token)),
        ];
        var ended = Task.WhenAny(loops);
        await ((Task)ended).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await CloseAsync(cancellationToken.IsCancellationRequested ? Leaves : KeepsSession);
        await stop.CancelAsync();
        socket.Dispose();
        await Task.WhenAll(loops);
        cancellationToken.ThrowIfCancellationRequested();
        return await await ended;
    }

    public void Dispose()
    {
        socket.Dispose();
        _sending.Dispose();
    }

    private async Task<GatewayMessage?> FirstAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await NextAsync(either.Token) is { } payload ? GatewayMessage.From(payload) : null;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("Discord's gateway said nothing");
        }
    }

    private GatewayEnd EndBy(GatewayMessage? first) => first switch
    {
        null => GatewayEnd.Closed(socket.CloseCode),
        ReconnectWanted => new GatewayEnd("Discord asked to connect again.") { IsWanted = true },
        _ => new GatewayEnd("Discord's gateway did not begin with a hello."),
    };

    private async Task<GatewayFrame?> NextAsync(CancellationToken cancellationToken) =>
        await socket.ReceiveAsync(cancellationToken) is { } payload ? GatewayFrame.Parse(payload) : null;

    private async Task<GatewayEnd> GuardAsync(Func<Task<GatewayEnd>> loop)
    {
        try
        {
            return await loop();
        }
        catch (GatewayFaultException fault)
        {
            return GatewayEnd.Poisoned(fault);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or TimeoutException or OperationCanceledException or ObjectDisposedException)
        {
            return GatewayEnd.Broken(exception);
        }
        catch (Exception exception)
        {
            Log.GatewayFailed(logger, exception);
            return GatewayEnd.Poisoned(new GatewayFaultException("This program failed at what Discord's gateway sent", exception));
        }
    }

    private async Task CloseAsync(int code)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
        try
        {
            await socket.CloseAsync(code, patience.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or InvalidOperationException)
        {
            Log.ClosedHard(logger, exception.Message);
        }
    }
}
