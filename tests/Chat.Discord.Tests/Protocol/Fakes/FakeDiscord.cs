using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Nightshift.Chat.Discord.Tests.Protocol.Fakes;

internal sealed record FakeRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}

internal sealed record FakeReply(int Status, string Body = "", params (string Name, string Value)[] Headers)
{
    /// <summary>The request is taken and the connection dies.</summary>
    public static readonly FakeReply Lost = new(-1);
}

/// <summary>A scripted Discord on loopback: answers requests as told and records them; every gateway connection runs the next script.</summary>
internal sealed class FakeDiscord : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<FakeGateway, Task>> _scripts = new();
    private readonly CancellationTokenSource _stop = new();

    private FakeDiscord(WebApplication app) => _app = app;

    public ConcurrentQueue<FakeRequest> Requests { get; } = new();

    public ConcurrentQueue<string> GatewayUrls { get; } = new();

    public ConcurrentQueue<Exception> ScriptFailures { get; } = new();

    public Func<FakeRequest, FakeReply> Answer { get; set; } = _ => new FakeReply(204);

    public int SessionStartsLeft { get; set; } = 1000;

    /// <summary>Milliseconds until session starts are counted anew.</summary>
    public long SessionReset { get; set; } = 1000;

    public Uri ApiUrl => new($"{_app.Urls.Single()}/api/v10/");

    public string GatewayUrl => _app.Urls.Single().Replace("http", "ws", StringComparison.Ordinal) + "/gateway";

    public static async Task<FakeDiscord> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.UseWebSockets();
        var fake = new FakeDiscord(app);
        app.Run(fake.HandleAsync);
        await app.StartAsync();
        return fake;
    }

    public void OnConnection(Func<FakeGateway, Task> script) => _scripts.Enqueue(script);

    public IEnumerable<FakeRequest> Sent(string method, string end) =>
        Requests.Where(request => request.Method == method && request.Path.EndsWith(end, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
        _stop.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest) await ConnectAsync(context);
        else await AnswerAsync(context);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/api/v10"))
        {
            context.Response.StatusCode = 401;
            await context.Response.WriteAsync("""{"message":"401: Unauthorized","code":0}""");
            return;
        }
        using var reader = new StreamReader(context.Request.Body);
        var request = new FakeRequest(
            context.Request.Method,
            context.Request.Path.Value!["/api/v10/".Length..],
            context.Request.QueryString.Value ?? "",
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync());
        Requests.Enqueue(request);
        var reply = request.Path == "gateway/bot"
            ? new FakeReply(200, $$$"""{"url":"{{{GatewayUrl}}}","shards":1,"session_start_limit":{"total":1000,"remaining":{{{SessionStartsLeft}}},"reset_after":{{{SessionReset}}},"max_concurrency":1}}""")
            : Answer(request);
        if (reply.Status < 0)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers) context.Response.Headers[name] = value;
        if (reply.Status != 204) await context.Response.WriteAsync(reply.Body);
    }

    private async Task ConnectAsync(HttpContext context)
    {
        GatewayUrls.Enqueue(context.Request.Path + context.Request.QueryString);
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var gateway = new FakeGateway(socket, this, context, _stop.Token);
        try
        {
            if (_scripts.TryDequeue(out var script)) await script(gateway);
            else await gateway.StayAsync();
        }
        catch (Exception exception) when (!_stop.IsCancellationRequested)
        {
            ScriptFailures.Enqueue(exception);
            context.Abort();
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }
}
