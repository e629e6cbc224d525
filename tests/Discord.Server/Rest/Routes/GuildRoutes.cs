using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Gateway;
using Nightshift.Discord.Server.Json;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Rest.Routes;

/// <summary>A guild, its channels, roles, members and audit log.</summary>
internal sealed class GuildRoutes(World world)
{
    private const int MemberRoleUpdate = 25;

    public IEnumerable<Route> All() =>
    [
        new("GET", "/guilds/{guild}", "guilds.get", RateLimit.Per(5, 5), request => RestResult.Ok(GuildJson.Write(Access.Guild(world, request)))),
        new("GET", "/guilds/{guild}/channels", "guilds.channels", RateLimit.Per(5, 5), Channels),
        new("GET", "/guilds/{guild}/roles", "guilds.roles", RateLimit.Per(5, 5), Roles),
        new("GET", "/guilds/{guild}/members", "guilds.members", RateLimit.Per(10, 10), Members),
        new("GET", "/guilds/{guild}/members/{user}", "guilds.member", RateLimit.Per(5, 1), GetMember),
        new("PUT", "/guilds/{guild}/members/{user}/roles/{role}", "guilds.member.role", RateLimit.Per(10, 10), request => SetRole(request, true)),
        new("DELETE", "/guilds/{guild}/members/{user}/roles/{role}", "guilds.member.role", RateLimit.Per(10, 10), request => SetRole(request, false)),
        new("GET", "/guilds/{guild}/audit-logs", "guilds.audit", RateLimit.Per(5, 5), Audit),
    ];

    private RestResult Channels(RestRequest request) => RestResult.Ok(JsonText.Array(
        Access.Guild(world, request).Channels.Values.Where(channel => !channel.IsThread).Select(GuildJson.Write)));

    private RestResult Roles(RestRequest request) => RestResult.Ok(JsonText.Array(Access.Guild(world, request).Roles.Values.Select(PeopleJson.Write)));

    /// <summary>Listing members needs the privileged intent to be switched on, in REST too.</summary>
    private RestResult Members(RestRequest request)
    {
        var guild = Access.Guild(world, request);
        if ((world.Options.PrivilegedIntents & Intents.GuildMembers) == 0) throw ApiException.MissingAccess();
        var after = request.OptionalId("after")?.Value ?? 0;
        var page = guild.Members.Values.Where(member => member.User.Id.Value > after).OrderBy(member => member.User.Id.Value).Take(request.Limit(1000, 1));
        return RestResult.Ok(JsonText.Array(page.Select(PeopleJson.Write)));
    }

    private RestResult GetMember(RestRequest request) => RestResult.Ok(PeopleJson.Write(Member(Access.Guild(world, request), request)));

    private static Member Member(Guild guild, RestRequest request) => guild.Members.TryGetValue(request.Id("user"), out var member)
        ? member
        : throw ApiException.NotFound(ErrorCode.UnknownMember, "Member");

    private RestResult SetRole(RestRequest request, bool given)
    {
        var guild = Access.Guild(world, request);
        var member = Member(guild, request);
        if (!guild.Roles.TryGetValue(request.Id("role"), out var role)) throw ApiException.NotFound(ErrorCode.UnknownRole, "Role");
        if (!PermissionRules.In(guild, world.Bot.Id).HasFlag(Permission.ManageRoles)) throw ApiException.MissingPermissions();
        if (given) member.Roles.Add(role.Id);
        else member.Roles.Remove(role.Id);
        Record(world, guild, MemberRoleUpdate, member.User.Id, request.AuditReason);
        return RestResult.Nothing;
    }

    private RestResult Audit(RestRequest request)
    {
        var guild = Access.Guild(world, request);
        if (!PermissionRules.In(guild, world.Bot.Id).HasFlag(Permission.ViewAuditLog)) throw ApiException.MissingPermissions();
        var entries = guild.Audit.AsEnumerable().Reverse().Take(request.Limit(100, 50)).Select(Write);
        return RestResult.Ok(new JsonObject
        {
            ["audit_log_entries"] = JsonText.Array(entries),
            ["users"] = JsonText.Array([PeopleJson.Write(world.Bot)]),
            ["application_commands"] = new JsonArray(),
            ["auto_moderation_rules"] = new JsonArray(),
            ["guild_scheduled_events"] = new JsonArray(),
            ["integrations"] = new JsonArray(),
            ["threads"] = new JsonArray(),
            ["webhooks"] = new JsonArray(),
        });
    }

    private static JsonObject Write(AuditEntry entry)
    {
        var json = new JsonObject
        {
            ["id"] = entry.Id.ToString(),
            ["user_id"] = entry.User.ToString(),
            ["target_id"] = entry.Target?.ToString(),
            ["action_type"] = entry.Action,
            ["changes"] = new JsonArray(),
        };
        if (entry.Reason is not null) json["reason"] = entry.Reason;
        if (entry.Options.Count > 0)
            json["options"] = new JsonObject(entry.Options.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value)));
        return json;
    }

    public static void Record(
        World world, Guild guild, int action, Snowflake? target, string? reason, IReadOnlyDictionary<string, string>? options = null) =>
        guild.Audit.Add(new AuditEntry(world.NextId(), world.Bot.Id, action, target, reason) { Options = options ?? new Dictionary<string, string>() });
}
