using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;

namespace Nightshift.Discord.Server.Gateway;

/// <summary>Takes WebSockets in: version 10, JSON, plain or `zlib-stream`.</summary>
internal sealed class GatewayEndpoint(GatewayHub hub)
{
    public async Task HandleAsync(HttpContext context, bool byResumeUrl, CancellationToken stopping)
    {
        if (hub.Down)
        {
            context.Abort();
            return;
        }

        var socket = await context.WebSockets.AcceptWebSocketAsync();
        var query = context.Request.Query;
        var compress = query["compress"].ToString();
        using var connection = new GatewayConnection(context, socket, hub, compress == "zlib-stream") { ByResumeUrl = byResumeUrl };
        hub.Open(connection);
        if (query["v"].ToString() is not ("" or "10")) connection.Close(4012, "Invalid API version.");
        else if (query["encoding"].ToString() is not ("" or "json")) connection.Close(4012, "This server speaks JSON only.");
        else if (compress is not ("" or "zlib-stream")) connection.Close(4012, "This server compresses by zlib-stream only.");
        else hub.Greet(connection);

        int? clientCode = null;
        try
        {
            clientCode = await connection.RunAsync(stopping);
        }
        catch (WebSocketException)
        {
            // The connection broke: no code to tell, the session stays for resuming.
        }
        finally
        {
            hub.Closed(connection, clientCode);
        }
    }
}
