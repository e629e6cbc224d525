using System.Globalization;
using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Checks;
using Nightshift.Discord.Server.Gateway;
using Nightshift.Discord.Server.Json;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Rest.Routes;

/// <summary>A channel or thread, its permission overwrites, and the typing sign.</summary>
internal sealed class ChannelRoutes(World world)
{
    private const int OverwriteCreate = 13, OverwriteUpdate = 14, OverwriteDelete = 15, ThreadUpdate = 111;

    public IEnumerable<Route> All() =>
    [
        new("GET", "/channels/{channel}", "channels.get", RateLimit.Per(5, 5), request => RestResult.Ok(GuildJson.Write(Access.Channel(world, request)))),
        new("PATCH", "/channels/{channel}", "channels.edit", RateLimit.Per(5, 15), Edit),
        new("POST", "/channels/{channel}/typing", "channels.typing", RateLimit.Per(5, 5), Typing),
        new("PUT", "/channels/{channel}/permissions/{overwrite}", "channels.permissions", RateLimit.Per(10, 15), PutOverwrite),
        new("DELETE", "/channels/{channel}/permissions/{overwrite}", "channels.permissions", RateLimit.Per(10, 15), DeleteOverwrite),
    ];

    private RestResult Edit(RestRequest request)
    {
        var channel = Access.Channel(world, request);
        var mine = channel.IsThread && channel.Owner == world.Bot.Id;
        if (!mine) Access.Require(world, channel, channel.IsThread ? Permission.ManageThreads : Permission.ManageChannels);
        var errors = new FormErrors();
        var name = Fields.Text(request.Form, "name", "name", errors, 1, 100);
        var archived = Fields.Flag(request.Form, "archived", "archived", errors);
        var locked = Fields.Flag(request.Form, "locked", "locked", errors);
        errors.ThrowIfAny();
        if (request.Form.ContainsKey("locked")) Access.Require(world, channel, Permission.ManageThreads);
        if (channel is { IsThread: true, Archived: true } && !request.Form.ContainsKey("archived")) Access.RequireUnarchived(channel);

        channel.Name = name ?? channel.Name;
        if (channel.IsThread && request.Form.ContainsKey("archived")) channel.Archived = archived;
        if (channel.IsThread && request.Form.ContainsKey("locked")) channel.Locked = locked;
        channel.ArchiveChanged = world.Now;
        GuildRoutes.Record(world, channel.Guild, ThreadUpdate, channel.Id, request.AuditReason);
        Say(channel);
        return RestResult.Ok(GuildJson.Write(channel));
    }

    private RestResult Typing(RestRequest request)
    {
        var channel = Access.Channel(world, request);
        Access.RequireSend(world, channel);
        return RestResult.Nothing;
    }

    private RestResult PutOverwrite(RestRequest request)
    {
        var channel = Access.Channel(world, request, Permission.ManageRoles);
        var errors = new FormErrors();
        if (request.Form["type"] is null) errors.Required("type");
        var type = Fields.Int(request.Form, "type", "type", errors, 0, 1) ?? 0;
        var allow = Bits(request.Form, "allow", errors);
        var deny = Bits(request.Form, "deny", errors);
        errors.ThrowIfAny();

        // Nobody hands on what he does not have himself.
        if (!PermissionRules.In(channel, world.Bot.Id).HasFlag(allow | deny)) throw ApiException.MissingPermissions();
        var id = request.Id("overwrite");
        var known = channel.Overwrites.ContainsKey(id);
        channel.Overwrites[id] = new Overwrite(id, type, allow, deny);
        Record(channel, known ? OverwriteUpdate : OverwriteCreate, channel.Overwrites[id], request);
        Say(channel);
        return RestResult.Nothing;
    }

    private RestResult DeleteOverwrite(RestRequest request)
    {
        var channel = Access.Channel(world, request, Permission.ManageRoles);
        if (!channel.Overwrites.Remove(request.Id("overwrite"), out var removed))
            throw new ApiException(404, ErrorCode.UnknownOverwrite, "Unknown Permission Overwrite");
        Record(channel, OverwriteDelete, removed, request);
        Say(channel);
        return RestResult.Nothing;
    }

    private void Record(Channel channel, int action, Overwrite overwrite, RestRequest request)
    {
        var options = new Dictionary<string, string> { ["id"] = overwrite.Id.ToString(), ["type"] = overwrite.Type == 0 ? "0" : "1" };
        if (channel.Guild.Roles.TryGetValue(overwrite.Id, out var role)) options["role_name"] = role.Name;
        GuildRoutes.Record(world, channel.Guild, action, channel.Id, request.AuditReason, options);
    }

    private static Permission Bits(JsonObject form, string key, FormErrors errors)
    {
        if (form[key] is not { } node) return Permission.None;
        if (ulong.TryParse(node.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var bits)) return (Permission)bits;
        errors.Add(key, "NUMBER_TYPE_COERCE", $"Value \"{node}\" is not int.");
        return Permission.None;
    }

    private void Say(Channel channel) => world.Publish(new GatewayEvent(
        channel.IsThread ? "THREAD_UPDATE" : "CHANNEL_UPDATE", Intents.Guilds, channel.Guild, channel, GuildJson.Write(channel)));
}
