namespace Nightshift.Chat.Discord.Protocol.Gateway;

internal sealed partial class GatewayConnection
{
    private async Task<GatewayEnd> BeatAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        await Task.Delay(interval * jitter.Next(), time, cancellationToken);
        while (true)
        {
            if (_isAwaitingAck) return new GatewayEnd("Discord's gateway did not answer a heartbeat.");
            _isAwaitingAck = true;
            await SendAsync(GatewayWriter.Heartbeat(session.Sequence), isHeartbeat: true, cancellationToken);
            await Task.Delay(interval, time, cancellationToken);
        }
    }

    /// <summary>Presence goes with a new session; from then on it is sent when it has become another.</summary>
    private async Task<GatewayEnd> ShowAsync(CancellationToken cancellationToken)
    {
        await _stands.Task.WaitAsync(cancellationToken);
        while (true)
        {
            var text = await presence.NotAsync(session.Presence, cancellationToken);
            await SendAsync(GatewayWriter.Presence(text), isHeartbeat: false, cancellationToken);
            session.Presence = text;
            await Task.Delay(options.PresenceSpacing, time, cancellationToken);
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> payload, bool isHeartbeat, CancellationToken cancellationToken)
    {
        while (await TrySendAsync(payload, isHeartbeat, cancellationToken) is var wait && wait > TimeSpan.Zero)
            await Task.Delay(wait, time, cancellationToken);
    }

    /// <returns>How long to wait before trying again; nothing when it was sent.</returns>
    private async Task<TimeSpan> TrySendAsync(ReadOnlyMemory<byte> payload, bool isHeartbeat, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            var now = TimeSpan.FromSeconds((double)time.GetTimestamp() / time.TimestampFrequency);
            var wait = _budget.Wait(now, isHeartbeat);
            if (wait > TimeSpan.Zero) return wait;
            _budget.Sent(now);
            await socket.SendAsync(payload, cancellationToken).AsTask().WaitAsync(options.SendTimeout, time, cancellationToken);
            return TimeSpan.Zero;
        }
        finally
        {
            _sending.Release();
        }
    }
}
