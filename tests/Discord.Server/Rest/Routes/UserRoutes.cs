using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Json;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Rest.Routes;

/// <summary>The bot itself, its application, and other accounts.</summary>
internal sealed class UserRoutes(World world)
{
    private const int LimitedMembers = 1 << 15, LimitedPresences = 1 << 13, LimitedContent = 1 << 19;

    public IEnumerable<Route> All() =>
    [
        new("GET", "/users/@me", "users.me", RateLimit.Per(30, 30), _ => RestResult.Ok(PeopleJson.WriteSelf(world.Bot))),
        new("GET", "/users/@me/guilds", "users.me.guilds", RateLimit.Per(5, 5), _ => Guilds()),
        new("GET", "/users/{user}", "users.get", RateLimit.Per(30, 30), GetUser),
        new("GET", "/applications/@me", "applications.me", RateLimit.Per(5, 5), _ => RestResult.Ok(Application())),
        new("GET", "/oauth2/applications/@me", "oauth2.me", RateLimit.Per(5, 5), _ => RestResult.Ok(Application())),
    ];

    /// <summary>Flags of the privileged intents switched on, as unverified applications have them.</summary>
    public static int ApplicationFlags(World world)
    {
        var on = world.Options.PrivilegedIntents;
        return ((on & Gateway.Intents.GuildMembers) != 0 ? LimitedMembers : 0)
            | ((on & Gateway.Intents.GuildPresences) != 0 ? LimitedPresences : 0)
            | ((on & Gateway.Intents.MessageContent) != 0 ? LimitedContent : 0);
    }

    private RestResult GetUser(RestRequest request) => world.Users.TryGetValue(request.Id("user"), out var user)
        ? RestResult.Ok(PeopleJson.Write(user))
        : throw ApiException.NotFound(ErrorCode.UnknownUser, "User");

    private RestResult Guilds() => RestResult.Ok(JsonText.Array(world.Guilds.Values.Where(world.IsBotIn).Select(guild => new JsonObject
    {
        ["id"] = guild.Id.ToString(),
        ["name"] = guild.Name,
        ["icon"] = null,
        ["banner"] = null,
        ["owner"] = guild.Owner == world.Bot.Id,
        ["permissions"] = PeopleJson.Write(PermissionRules.In(guild, world.Bot.Id)),
        ["features"] = new JsonArray(),
    })));

    private JsonObject Application() => new()
    {
        ["id"] = world.Bot.Id.ToString(),
        ["name"] = world.Bot.Name,
        ["icon"] = null,
        ["description"] = "",
        ["bot_public"] = false,
        ["bot_require_code_grant"] = false,
        ["bot"] = PeopleJson.Write(world.Bot),
        ["verify_key"] = new string('0', 64),
        ["team"] = null,
        ["flags"] = ApplicationFlags(world),
        ["approximate_guild_count"] = world.Guilds.Values.Count(world.IsBotIn),
        ["interactions_endpoint_url"] = null,
        ["integration_types_config"] = new JsonObject { ["0"] = new JsonObject() },
    };
}
