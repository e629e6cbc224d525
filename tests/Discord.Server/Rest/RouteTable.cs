using Nightshift.Discord.Server.Model;
using Nightshift.Discord.Server.Rest.Routes;

namespace Nightshift.Discord.Server.Rest;

/// <summary>Every route there is, area by area.</summary>
internal sealed class RouteTable
{
    private readonly List<Route> _routes;

    public RouteTable(World world, Func<GatewayDoor> door)
    {
        _routes =
        [
            .. new GatewayRoutes(door).All(),
            .. new UserRoutes(world).All(),
            .. new GuildRoutes(world).All(),
            .. new ChannelRoutes(world).All(),
            .. new MessageRoutes(world).All(),
            .. new ReactionRoutes(world).All(),
            .. new ThreadRoutes(world).All(),
            .. new CommandRoutes(world).All(),
            .. new InteractionRoutes(world).All(),
            .. new WebhookRoutes(world).All(),
        ];
        foreach (var name in world.Options.RateLimits.Keys) RequireKnown(name);
        for (var i = 0; i < _routes.Count; i++)
        {
            if (world.Options.RateLimits.TryGetValue(_routes[i].Name, out var limit)) _routes[i] = _routes[i] with { Limit = limit };
        }
    }

    /// <exception cref="ArgumentException">There is no route of this name: a knob for it would never turn anything.</exception>
    public void RequireKnown(string name)
    {
        if (_routes.TrueForAll(route => route.Name != name)) throw new ArgumentException($"There is no route '{name}'.", nameof(name));
    }

    /// <summary>The route of a method and path; null with the methods that the path would take when only the method is wrong.</summary>
    public Route? Find(string method, string[] path, out Dictionary<string, string> parameters, out bool pathKnown)
    {
        pathKnown = false;
        foreach (var route in _routes)
        {
            if (!route.Matches(path, out parameters)) continue;
            pathKnown = true;
            if (route.Method == method) return route;
        }

        parameters = [];
        return null;
    }
}

/// <summary>What /gateway/bot tells: the address and the identifies left.</summary>
internal sealed record GatewayDoor(Uri Url, int Total, int Remaining, TimeSpan ResetAfter, int MaxConcurrency);
