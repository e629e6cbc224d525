using System.Text.Json.Nodes;

namespace Nightshift.Discord.Server.Rest.Routes;

/// <summary>Where the gateway is, and how often a bot may still identify.</summary>
internal sealed class GatewayRoutes(Func<GatewayDoor> door)
{
    public IEnumerable<Route> All() =>
    [
        new("GET", "/gateway", "gateway", RateLimit.Per(10, 10), _ => RestResult.Ok(new JsonObject { ["url"] = Url() })) { Open = true },
        new("GET", "/gateway/bot", "gateway.bot", RateLimit.Per(2, 5), _ => Bot()),
    ];

    private RestResult Bot()
    {
        var now = door();
        return RestResult.Ok(new JsonObject
        {
            ["url"] = Url(),
            ["shards"] = 1,
            ["session_start_limit"] = new JsonObject
            {
                ["total"] = now.Total,
                ["remaining"] = now.Remaining,
                ["reset_after"] = (long)now.ResetAfter.TotalMilliseconds,
                ["max_concurrency"] = now.MaxConcurrency,
            },
        });
    }

    private string Url() => door().Url.ToString().TrimEnd('/');
}
