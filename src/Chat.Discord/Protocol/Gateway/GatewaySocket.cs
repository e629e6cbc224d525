using System.Buffers;
using System.Net.WebSockets;

namespace Nightshift.Chat.Discord.Protocol.Gateway;

/// <summary>One web socket: whole payloads, within the cap. One may send and one may receive at a time.</summary>
internal sealed class GatewaySocket : IDisposable
{
    private const int Chunk = 16 * 1024;

    private readonly ClientWebSocket _socket;
    private readonly Inflater? _inflater;
    private readonly int _largest;
    private readonly byte[] _chunk = new byte[Chunk];

    private GatewaySocket(ClientWebSocket socket, int largest, Inflater? inflater) => (_socket, _largest, _inflater) = (socket, largest, inflater);

    /// <summary>That the other side closed with; null as long as it did not, and when it just went.</summary>
    public int? CloseCode { get; private set; }

    /// <param name="largest">Bytes of one payload.</param>
    /// <param name="inflater">Of what is compressed; null when nothing is. It stays the caller's: a receive may be inside it while the socket is disposed.</param>
    public static async Task<GatewaySocket> ConnectAsync(Uri url, int largest, Inflater? inflater, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
            await socket.ConnectAsync(url, cancellationToken);
            return new GatewaySocket(socket, largest, inflater);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The next payload; null when the other side has closed.</summary>
    /// <exception cref="GatewayFaultException">Too large, or not compressed as agreed.</exception>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (await ReceiveMessageAsync(cancellationToken) is { } message)
        {
            if (_inflater is null) return message;
            if (_inflater.Take(message.Span) is { } payload) return payload;
        }
        return null;
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        _socket.SendAsync(payload, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    /// <summary>Says that this side ends the connection; the other side's word is not waited for.</summary>
    public Task CloseAsync(int code, CancellationToken cancellationToken) => _socket.State is WebSocketState.Open or WebSocketState.CloseReceived
        ? _socket.CloseOutputAsync((WebSocketCloseStatus)code, null, cancellationToken)
        : Task.CompletedTask;

    public void Dispose() => _socket.Dispose();

    private async Task<ReadOnlyMemory<byte>?> ReceiveMessageAsync(CancellationToken cancellationToken)
    {
        var message = new ArrayBufferWriter<byte>(Chunk);
        while (true)
        {
            var received = await _socket.ReceiveAsync(_chunk.AsMemory(), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                CloseCode = (int?)_socket.CloseStatus;
                return null;
            }
            if (message.WrittenCount + received.Count > _largest) throw new GatewayFaultException($"Discord's gateway sent more than {_largest} bytes at once");
            message.Write(_chunk.AsSpan(0, received.Count));
            if (received.EndOfMessage) return message.WrittenMemory;
        }
    }
}
