using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord.Protocol.Gateway;

internal sealed partial class GatewayConnection
{
    private async Task<GatewayEnd> ReceiveAsync(bool isResume, CancellationToken cancellationToken)
    {
        await SendAsync(
            isResume
                ? GatewayWriter.Resume(options.Token, session.Id, session.Sequence ?? 0)
                : GatewayWriter.Identify(options.Token, options.Intents, options.Library, session.Presence = presence.Text),
            isHeartbeat: false,
            cancellationToken);
        while (await NextAsync(cancellationToken) is { } frame)
        {
            if (await TakeAsync(frame, cancellationToken) is { } end) return end;
        }
        return GatewayEnd.Closed(socket.CloseCode);
    }

    /// <summary>Discord may greet, answer every heartbeat, and never begin a session or go on with one.</summary>
    private async Task<GatewayEnd> AwaitSessionAsync(CancellationToken cancellationToken)
    {
        while (!_stands.Task.IsCompleted)
        {
            var left = options.StandTimeout - time.GetElapsedTime(Volatile.Read(ref _lastEvent));
            if (left <= TimeSpan.Zero) return new GatewayEnd("Discord's gateway let no session stand in time.");
            await Task.Delay(left, time, cancellationToken);
        }
        return await new TaskCompletionSource<GatewayEnd>().Task.WaitAsync(cancellationToken);
    }

    private async ValueTask<GatewayEnd?> TakeAsync(GatewayFrame frame, CancellationToken cancellationToken)
    {
        if (frame.Opcode == GatewayOpcode.Dispatch) Volatile.Write(ref _lastEvent, time.GetTimestamp());
        switch (GatewayMessage.From(frame))
        {
            case HeartbeatAcknowledged:
                _isAwaitingAck = false;
                return null;
            case HeartbeatWanted:
                await SendAsync(GatewayWriter.Heartbeat(session.Sequence), isHeartbeat: true, cancellationToken);
                return null;
            case ReconnectWanted:
                return new GatewayEnd("Discord asked to connect again.") { IsWanted = true };
            case SessionInvalid invalid:
                return new GatewayEnd("Discord calls the session invalid.") { IsInvalidSession = true, ForgetsSession = !invalid.IsResumable };
            case var message:
                return Take(message, frame.Sequence);
        }
    }

    private GatewayEnd? Take(GatewayMessage message, long? sequence)
    {
        if (message is Ready) session.Forget();
        if (!session.Take(sequence) && message is (Interacted or Reacted)) return null;
        switch (message)
        {
            case Ready ready:
                session.Begin(ready.Data);
                return Stand(ready.Data);
            case Resumed:
                return Stand(null);
            case Interacted or Reacted:
                return Tell(listener => listener.Happened(message));
            case Unreadable unreadable:
                Log.Unreadable(logger, unreadable.Type, unreadable.Path);
                return null;
            default:
                return null;
        }
    }

    private GatewayEnd? Stand(WireReady? ready)
    {
        Log.Stands(logger, ready is null ? "goes on" : "begins");
        var end = Tell(listener => listener.Stands(ready));
        _since = time.GetTimestamp();
        _stands.TrySetResult();
        return end;
    }

    private GatewayEnd? Tell(Action<IGatewayListener> tell) => events.TryTell(tell)
        ? null
        : new GatewayEnd("More happened on Discord than could be taken in.") { IsOverflow = true, ForgetsSession = true };
}
