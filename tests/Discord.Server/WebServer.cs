using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nightshift.Discord.Server.Gateway;
using Nightshift.Discord.Server.Model;
using Nightshift.Discord.Server.Rest;

namespace Nightshift.Discord.Server;

/// <summary>Kestrel on two free loopback ports: all of it on the first, the gateway once more on the second, for resumes.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly WebApplication _app;
    private int _mainPort;

    public WebServer(World world, RestHost rest, GatewayEndpoint gateway)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024 * 1024;
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(context => HandleAsync(context, world, rest, gateway));
    }

    public async Task<(Uri Main, Uri Resume)> StartAsync(CancellationToken cancellationToken)
    {
        await _app.StartAsync(cancellationToken);
        var addresses = _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        var bound = addresses.Select(address => new Uri(address)).ToList();
        _mainPort = bound[0].Port;
        return (bound[0], bound[1]);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task HandleAsync(HttpContext context, World world, RestHost rest, GatewayEndpoint gateway)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            await gateway.HandleAsync(context, context.Connection.LocalPort != _mainPort, _stopping.Token);
        }
        else if (context.Request.Path.StartsWithSegments("/attachments", StringComparison.Ordinal))
        {
            await AttachmentEndpoint.HandleAsync(context, world);
        }
        else
        {
            await rest.HandleAsync(context);
        }
    }
}
