using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Nightshift.Discord.Server.Gateway;

/// <summary>One WebSocket: a queue out, whole payloads in, and supervision of heartbeats. What payloads mean is the hub's matter.</summary>
internal sealed class GatewayConnection(HttpContext context, WebSocket socket, GatewayHub hub, bool compressed) : IDisposable
{
    private const int MostBytes = 4096;

    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(2);

    private readonly Channel<Outgoing> _out = System.Threading.Channels.Channel.CreateUnbounded<Outgoing>(new() { SingleReader = true });
    private readonly Deflater? _deflater = compressed ? new Deflater() : null;

    public bool Compressed => _deflater is not null;

    public GatewaySession? Session { get; set; }

    /// <summary>Which of the two addresses it came in by.</summary>
    public bool ByResumeUrl { get; init; }

    public DateTimeOffset LastHeartbeat { get; set; }

    public Queue<DateTimeOffset> Received { get; } = [];

    /// <summary>The code this side closed with.</summary>
    public int? CloseCode { get; private set; }

    public void Send(string payload)
    {
        if (!hub.Silent) _out.Writer.TryWrite(new Outgoing(payload, 0));
    }

    public void Close(int code, string reason)
    {
        CloseCode ??= code;
        _out.Writer.TryWrite(new Outgoing(reason, code));
        _out.Writer.TryComplete();
    }

    /// <summary>Cuts the connection without a word.</summary>
    public void Abort() => context.Abort();

    /// <returns>The code the client closed with; null when the connection broke.</returns>
    public async Task<int?> RunAsync(CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, context.RequestAborted);
        var receiving = ReceiveAllAsync(both.Token);
        var sending = SendAllAsync(both.Token);
        var supervising = SuperviseAsync(both.Token);
        await Task.WhenAny(receiving, sending, supervising);
        _out.Writer.TryComplete();
        if (CloseCode is not null) await Task.WhenAny(Task.WhenAll(receiving, sending), Task.Delay(CloseWithin, CancellationToken.None));
        await both.CancelAsync();
        await Task.WhenAll(Quiet(sending), Quiet(supervising), Quiet(receiving));
        if (CloseCode is null && socket.State == WebSocketState.CloseReceived) await Quiet(ConfirmCloseAsync());
        return socket.CloseStatus is { } status ? (int)status : null;
    }

    private async Task ConfirmCloseAsync()
    {
        using var bounded = new CancellationTokenSource(CloseWithin);
        await socket.CloseOutputAsync(socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, null, bounded.Token);
    }

    private async Task SendAllAsync(CancellationToken cancellationToken)
    {
        await foreach (var next in _out.Reader.ReadAllAsync(cancellationToken))
        {
            if (next.CloseCode > 0)
            {
                await socket.CloseOutputAsync((WebSocketCloseStatus)next.CloseCode, next.Text, cancellationToken);
                return;
            }

            if (_deflater is null) await socket.SendAsync(Encoding.UTF8.GetBytes(next.Text), WebSocketMessageType.Text, true, cancellationToken);
            else await socket.SendAsync(_deflater.Compress(next.Text), WebSocketMessageType.Binary, true, cancellationToken);
        }
    }

    private async Task ReceiveAllAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[MostBytes + 1];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close) return;
            length += part.Count;
            if (length > MostBytes)
            {
                hub.Refuse(this, 4002, "Error while decoding payload.");
                return;
            }

            if (!part.EndOfMessage) continue;
            hub.Receive(this, buffer.AsSpan(0, length).ToArray());
            length = 0;
            if (CloseCode is not null) await DrainAsync(buffer, cancellationToken);
            if (CloseCode is not null) return;
        }
    }

    /// <summary>After our close frame only the peer's is waited for.</summary>
    private async Task DrainAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        while ((await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken)).MessageType != WebSocketMessageType.Close) { }
    }

    private async Task SuperviseAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(hub.HeartbeatInterval / 4, hub.Clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (hub.Overdue(this)) return;
        }
    }

    /// <summary>How a connection ends is told by its close code; the errors of its loops say nothing more.</summary>
    private static async Task Quiet(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception error)
            when (error is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }

    public void Dispose()
    {
        _deflater?.Dispose();
        socket.Dispose();
    }

    private sealed record Outgoing(string Text, int CloseCode);
}
