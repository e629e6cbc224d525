using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Nightshift.Onebox.OpenMldb.Wire;

/// <summary>Kestrel by itself, without a host around it: a onebox runs many of these processes.</summary>
internal sealed class RpcServer : IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly RpcApplication _application;

    static RpcServer()
    {
        // A connection that is closed without an answer ends by FIN, as brpc closes it, and not by RST.
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.FinOnError", true);
    }

    public RpcServer(NodeContext node, IReadOnlyList<RpcService> services)
    {
        Pages = new BuiltinPages(services, node.Version, node.Flags.EnableStatusService);
        _application = new RpcApplication(node, services, Pages);
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = 64 * 1024 * 1024;
        options.Limits.KeepAliveTimeout = TimeSpan.FromDays(1);
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Listen(IPEndPoint.Parse(node.RealEndpoint), listen => listen.Protocols = HttpProtocols.Http1);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        _server = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
    }

    public BuiltinPages Pages { get; }

    /// <exception cref="IOException">The address is in use.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync<HttpContext>(_application, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _server.StopAsync(now.Token);
        _server.Dispose();
    }
}
