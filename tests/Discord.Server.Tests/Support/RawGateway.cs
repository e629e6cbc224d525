using System.IO.Compression;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Nightshift.Discord.Server.Tests.Support;

/// <summary>A bare WebSocket to the gateway: it sends what a test says and shows every payload that comes.</summary>
internal sealed class RawGateway : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly MemoryStream _deflated = new();
    private ZLibStream? _inflating;
    private long _read;

    private RawGateway()
    {
    }

    public WebSocketState State => _socket.State;

    public int? CloseCode => (int?)_socket.CloseStatus;

    public int Sequence { get; private set; }

    /// <summary>Bytes as they came, all together.</summary>
    public long Received { get; private set; }

    public static async Task<RawGateway> ConnectAsync(Uri url, string query = "?v=10&encoding=json")
    {
        var gateway = new RawGateway();
        await gateway._socket.ConnectAsync(new Uri(url, $"/{query}"), Deadline());
        return gateway;
    }

    public static async Task<RawGateway> IdentifiedAsync(DiscordServer server, int intents = 1 | 512 | 1024, string query = "?v=10&encoding=json")
    {
        var gateway = await ConnectAsync(server.GatewayUrl, query);
        await gateway.UntilAsync(10);
        await gateway.SendAsync(2, Identify(server.Token, intents));
        return gateway;
    }

    public static JsonObject Identify(string token, int intents) => new()
    {
        ["token"] = token,
        ["intents"] = intents,
        ["properties"] = new JsonObject { ["os"] = "linux", ["browser"] = "raw", ["device"] = "raw" },
    };

    public Task SendAsync(int op, JsonNode? data) => SendTextAsync(new JsonObject { ["op"] = op, ["d"] = data }.ToJsonString());

    public Task SendTextAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, Deadline());

    public Task ResumeAsync(string token, string session, int sequence) =>
        SendAsync(6, new JsonObject { ["token"] = token, ["session_id"] = session, ["seq"] = sequence });

    /// <summary>The next payload; null when the connection closed.</summary>
    public async Task<JsonObject?> NextAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer, Deadline());
            if (part.MessageType == WebSocketMessageType.Close) return null;
            message.Write(buffer, 0, part.Count);
            Received += part.Count;
            if (!part.EndOfMessage) continue;
            var json = (JsonObject)JsonNode.Parse(part.MessageType == WebSocketMessageType.Binary ? Inflate(message.ToArray()) : message.ToArray())!;
            if (json["s"] is { } sequence) Sequence = (int)sequence;
            return json;
        }
    }

    /// <summary>Skips to the first payload of an opcode.</summary>
    public async Task<JsonObject> UntilAsync(int op)
    {
        while (await NextAsync() is { } payload)
        {
            if ((int)payload["op"]! == op) return payload;
        }

        throw new InvalidOperationException($"Closed with {CloseCode} before opcode {op}.");
    }

    /// <summary>Skips to the first event of a name.</summary>
    public async Task<JsonObject> UntilAsync(string name)
    {
        while (await NextAsync() is { } payload)
        {
            if (payload["t"]?.ToString() == name) return payload;
        }

        throw new InvalidOperationException($"Closed with {CloseCode} before {name}.");
    }

    /// <summary>Reads on until the server closes, and tells its code.</summary>
    public async Task<int?> ClosedAsync()
    {
        while (await NextAsync() is not null) { }
        return CloseCode;
    }

    public Task CloseAsync(int code) => _socket.CloseOutputAsync((WebSocketCloseStatus)code, null, Deadline());

    public void Abort() => _socket.Abort();

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _inflating?.Dispose();
        _deflated.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>One zlib stream over the connection: what was added since the last payload is read out of it.</summary>
    private byte[] Inflate(byte[] part)
    {
        Assert.Equal([0, 0, 0xFF, 0xFF], part[^4..]);
        var position = _read;
        _deflated.Position = _deflated.Length;
        _deflated.Write(part);
        _deflated.Position = position;
        _inflating ??= new ZLibStream(_deflated, CompressionMode.Decompress, leaveOpen: true);
        using var plain = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (_inflating.Read(buffer) is var count and > 0) plain.Write(buffer, 0, count);
        _read = _deflated.Position;
        return plain.ToArray();
    }

    private static CancellationToken Deadline() => new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;
}
