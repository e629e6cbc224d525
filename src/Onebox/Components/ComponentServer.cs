using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Nightshift.Onebox.Components;

/// <summary>Kestrel by itself: one endpoint, one handler.</summary>
internal sealed class ComponentServer : IAsyncDisposable
{
    private readonly KestrelServer _server;

    static ComponentServer()
    {
        // A connection that is closed without an answer ends by FIN, as brpc closes it, and not by RST. Read by Kestrel once in a process.
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.FinOnError", true);
    }

    private ComponentServer(KestrelServer server) => _server = server;

    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<ComponentServer> StartAsync(string endpoint, Func<HttpContext, Task> handler, CancellationToken cancellationToken)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Listen(IPEndPoint.Parse(endpoint), listen => listen.Protocols = HttpProtocols.Http1);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var server = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        await server.StartAsync(new Application(handler), cancellationToken);
        return new ComponentServer(server);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true));
        _server.Dispose();
    }

    private sealed class Application(Func<HttpContext, Task> handler) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => handler(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
