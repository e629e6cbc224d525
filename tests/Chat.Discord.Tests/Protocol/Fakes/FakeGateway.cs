using System.IO.Compression;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Nightshift.Chat.Discord.Tests.Protocol.Fakes;

/// <summary>One connection to the fake's gateway, from its side. Heartbeats are acknowledged by themselves as long as <see cref="Acknowledges"/>.</summary>
internal sealed class FakeGateway(WebSocket socket, FakeDiscord discord, HttpContext context, CancellationToken stop) : IDisposable
{
    private readonly MemoryStream _deflated = new();
    private ZLibStream? _zlib;

    public bool Acknowledges { get; set; } = true;

    public int Heartbeats { get; private set; }

    public int? CloseCode => (int?)socket.CloseStatus;

    public async Task SendAsync(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        if (!context.Request.QueryString.Value!.Contains("zlib-stream", StringComparison.Ordinal))
        {
            await socket.SendAsync(bytes, WebSocketMessageType.Text, true, stop);
            return;
        }
        _zlib ??= new ZLibStream(_deflated, CompressionLevel.Fastest);
        _zlib.Write(bytes);
        _zlib.Flush();
        await socket.SendAsync(_deflated.ToArray(), WebSocketMessageType.Binary, true, stop);
        _deflated.SetLength(0);
    }

    public Task HelloAsync(int interval = 30_000) => SendAsync($$$"""{"op":10,"d":{"heartbeat_interval":{{{interval}}}},"s":null,"t":null}""");

    public Task DispatchAsync(string type, long sequence, string data) => SendAsync($$$"""{"t":"{{{type}}}","s":{{{sequence}}},"op":0,"d":{{{data}}}}""");

    public Task ReadyAsync(string session = "one", long sequence = 1) => DispatchAsync("READY", sequence, $$$"""
        {"v":10,"user":{"id":"900","username":"night","bot":true},"guilds":[],"session_id":"{{{session}}}","resume_gateway_url":"{{{discord.GatewayUrl}}}/resume/{{{session}}}","application":{"id":"901","flags":0}}
        """);

    /// <summary>Hello, an identify, and a session.</summary>
    public async Task<JsonElement> BeginAsync(string session = "one", int interval = 30_000)
    {
        await HelloAsync(interval);
        var identify = await ExpectAsync(2);
        await ReadyAsync(session);
        return identify;
    }

    /// <summary>Hello, and a resume.</summary>
    public async Task<JsonElement> ResumeAsync(int interval = 30_000)
    {
        await HelloAsync(interval);
        return await ExpectAsync(6);
    }

    public Task ReactAsync(long sequence, int user) => DispatchAsync(
        "MESSAGE_REACTION_ADD", sequence, $$$"""{"user_id":"{{{user}}}","channel_id":"2","message_id":"3","guild_id":"4","emoji":{"id":null,"name":"✅"}}""");

    /// <summary>The data of the next payload with this opcode; heartbeats between are taken.</summary>
    public async Task<JsonElement> ExpectAsync(int opcode)
    {
        while (await NextAsync() is { } payload)
        {
            var actual = payload.GetProperty("op").GetInt32();
            if (actual == opcode) return payload.GetProperty("d");
            Assert.True(actual == 1, $"opcode {actual} instead of {opcode}");
        }
        throw new InvalidOperationException($"closed with {CloseCode} instead of opcode {opcode}");
    }

    /// <summary>Until the client goes.</summary>
    public async Task StayAsync()
    {
        try
        {
            while (await NextAsync() is not null)
            {
            }
        }
        catch (WebSocketException)
        {
            Abort(); // it went without a word
        }
    }

    public Task CloseAsync(int code) => socket.CloseOutputAsync((WebSocketCloseStatus)code, null, stop);

    public void Abort() => context.Abort();

    public void Dispose()
    {
        _zlib?.Dispose();
        _deflated.Dispose();
    }

    private async Task<JsonElement?> NextAsync()
    {
        var buffer = new byte[8192];
        var received = await socket.ReceiveAsync(buffer, stop);
        if (received.MessageType == WebSocketMessageType.Close) return null;
        Assert.True(received.EndOfMessage, "a payload of more than 4,096 bytes");
        var payload = JsonDocument.Parse(buffer.AsMemory(0, received.Count)).RootElement.Clone();
        if (payload.GetProperty("op").GetInt32() == 1)
        {
            Heartbeats++;
            if (Acknowledges) await SendAsync("""{"op":11}""");
        }
        return payload;
    }
}
