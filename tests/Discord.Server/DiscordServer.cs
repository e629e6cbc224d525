using Nightshift.Discord.Server.Driver;
using Nightshift.Discord.Server.Gateway;
using Nightshift.Discord.Server.Model;
using Nightshift.Discord.Server.Rest;

namespace Nightshift.Discord.Server;

/// <summary>
/// A Discord of one application, on loopback: REST v10 and gateway v10. It starts with one guild, which the bot is in by a role of its own,
/// and one channel; people come by <see cref="AddPerson"/>.
/// </summary>
public sealed partial class DiscordServer : IAsyncDisposable
{
    private readonly World _world;
    private readonly Counters _counters = new();
    private readonly GatewayHub _hub;
    private readonly RouteTable _routes;
    private readonly RestHost _rest;
    private readonly WebServer _web;

    private DiscordServer(DiscordServerOptions options)
    {
        _world = new World(options);
        _hub = new GatewayHub(_world, _counters);
        Gateway = new GatewayControl(_world, _hub);
        _routes = new RouteTable(_world, Door);
        Faults = new Faults(_routes);
        _rest = new RestHost(_world, _routes, Faults, _counters);
        _web = new WebServer(_world, _rest, new GatewayEndpoint(_hub));
        Guild = AddGuild("Data team");
        Channel = AddChannel("ops");
        BotRole = AddRole("bot", options.BotPermissions);
        Guild.Members[Bot.Id].Roles.Add(BotRole.Id);
    }

    /// <summary>What a client that adds the version itself wants: http://127.0.0.1:port/api.</summary>
    public Uri Api => new(_world.Origin, "/api");

    /// <summary>REST with its version: http://127.0.0.1:port/api/v10/.</summary>
    public Uri Rest => new(_world.Origin, "/api/v10/");

    /// <summary>The gateway as /gateway/bot tells it: ws://127.0.0.1:port.</summary>
    public Uri GatewayUrl { get; private set; } = new("ws://127.0.0.1/");

    public string Token
    {
        get
        {
            lock (_world.Gate) return _world.Token;
        }
    }

    /// <summary>The bot's account; its id is the application's too.</summary>
    public User Bot => _world.Bot;

    public Guild Guild { get; }

    public Channel Channel { get; }

    /// <summary>The bot's own role in <see cref="Guild"/>.</summary>
    public Role BotRole { get; }

    public Faults Faults { get; }

    public GatewayControl Gateway { get; }

    /// <summary>A copy of the counts as they stand.</summary>
    public Counters Counters
    {
        get
        {
            lock (_world.Gate) return _counters.Copy();
        }
    }

    public static async Task<DiscordServer> StartAsync(DiscordServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        var server = new DiscordServer(options ?? new DiscordServerOptions());
        var (main, resume) = await server._web.StartAsync(cancellationToken);
        server._world.Origin = main;
        server.GatewayUrl = new Uri($"ws://127.0.0.1:{main.Port}");
        server._hub.ResumeUrl = new Uri($"ws://127.0.0.1:{resume.Port}");
        return server;
    }

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();

    private GatewayDoor Door() => new(
        GatewayUrl, _world.Options.IdentifiesPerDay, _hub.Identifies.Remaining, _hub.Identifies.ResetAfter, _world.Options.MaxConcurrency);
}
