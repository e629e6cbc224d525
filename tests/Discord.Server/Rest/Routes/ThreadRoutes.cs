using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Checks;
using Nightshift.Discord.Server.Gateway;
using Nightshift.Discord.Server.Json;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Rest.Routes;

/// <summary>Threads: made from a message (with its id) or alone, joined and left, listed.</summary>
internal sealed class ThreadRoutes(World world)
{
    private const int ThreadCreate = 110;

    private static readonly RateLimit Making = RateLimit.Per(50, 300);

    public IEnumerable<Route> All() =>
    [
        new("POST", "/channels/{channel}/messages/{message}/threads", "threads.create", Making, CreateFromMessage),
        new("POST", "/channels/{channel}/threads", "threads.create", Making, CreateAlone),
        new("PUT", "/channels/{channel}/thread-members/{user}", "threads.members", RateLimit.Per(5, 5), Join),
        new("DELETE", "/channels/{channel}/thread-members/{user}", "threads.members", RateLimit.Per(5, 5), Leave),
        new("GET", "/guilds/{guild}/threads/active", "threads.active", RateLimit.Per(5, 5), Active),
        new("GET", "/channels/{channel}/threads/archived/public", "threads.archived", RateLimit.Per(5, 5), Archived),
    ];

    private RestResult CreateFromMessage(RestRequest request)
    {
        var channel = Access.Channel(world, request, Permission.CreatePublicThreads);
        if (channel.IsThread) throw new ApiException(400, ErrorCode.WrongChannelType, "Cannot execute action on this channel type");
        var message = Access.Message(channel, request);
        if (message.Thread is not null) throw new ApiException(400, ErrorCode.ThreadExists, "A thread has already been created for this message");
        var thread = Make(request, channel, ChannelType.PublicThread, message.Id);
        message.Thread = thread;
        message.Flags |= MessageFlags.HasThread;
        new MessageBoard(world).SayUpdated(message);
        return RestResult.Created(Written(thread));
    }

    private RestResult CreateAlone(RestRequest request)
    {
        var type = (request.Form["type"]?.ToString() ?? "12") == "11" ? ChannelType.PublicThread : ChannelType.PrivateThread;
        var needed = type == ChannelType.PublicThread ? Permission.CreatePublicThreads : Permission.CreatePrivateThreads;
        return RestResult.Created(Written(Make(request, Access.Channel(world, request, needed), type, world.NextId())));
    }

    private Channel Make(RestRequest request, Channel parent, ChannelType type, Snowflake id)
    {
        var errors = new FormErrors();
        var name = Fields.Text(request.Form, "name", "name", errors, 1, 100, required: true);
        var minutes = Fields.Int(request.Form, "auto_archive_duration", "auto_archive_duration", errors) ?? 1440;
        if (minutes is not (60 or 1440 or 4320 or 10080)) errors.NotOneOf("auto_archive_duration", "60, 1440, 4320, 10080");
        errors.ThrowIfAny();

        var thread = new Channel(id, parent.Guild, name ?? "", type, parent) { Owner = world.Bot.Id, AutoArchiveMinutes = minutes, ArchiveChanged = world.Now };
        thread.ThreadMembers.Add(world.Bot.Id);
        parent.Guild.Channels[id] = world.Channels[id] = thread;
        GuildRoutes.Record(world, thread.Guild, ThreadCreate, id, request.AuditReason);
        var json = GuildJson.Write(thread);
        json["newly_created"] = true;
        world.Publish(new GatewayEvent("THREAD_CREATE", Intents.Guilds, thread.Guild, thread, json));
        return thread;
    }

    private JsonObject Written(Channel thread)
    {
        var json = GuildJson.Write(thread);
        json["member"] = Member(thread, world.Bot.Id);
        return json;
    }

    private JsonObject Member(Channel thread, Snowflake user) => new()
    {
        ["id"] = thread.Id.ToString(),
        ["user_id"] = user.ToString(),
        ["join_timestamp"] = JsonText.Time(world.Now),
        ["flags"] = 0,
    };

    private RestResult Join(RestRequest request)
    {
        var thread = Thread(request);
        thread.ThreadMembers.Add(UserOf(request));
        return RestResult.Nothing;
    }

    private RestResult Leave(RestRequest request)
    {
        var thread = Thread(request);
        thread.ThreadMembers.Remove(UserOf(request));
        return RestResult.Nothing;
    }

    private Snowflake UserOf(RestRequest request) => request.Path["user"] == "@me" ? world.Bot.Id : request.Id("user");

    private Channel Thread(RestRequest request)
    {
        var thread = Access.Channel(world, request);
        if (!thread.IsThread) throw new ApiException(400, ErrorCode.WrongChannelType, "Cannot execute action on this channel type");
        Access.RequireUnarchived(thread);
        return thread;
    }

    private RestResult Active(RestRequest request) =>
        Listed(Access.Guild(world, request).Channels.Values.Where(thread => thread is { IsThread: true, Archived: false }));

    private RestResult Archived(RestRequest request)
    {
        var channel = Access.Channel(world, request, Permission.ReadMessageHistory);
        var result = Listed(channel.Guild.Channels.Values.Where(thread => thread is { IsThread: true, Archived: true } && thread.Parent == channel));
        ((JsonObject)result.Body!)["has_more"] = false;
        return result;
    }

    private RestResult Listed(IEnumerable<Channel> threads)
    {
        var seen = threads.Where(thread => PermissionRules.In(thread, world.Bot.Id).HasFlag(Permission.ViewChannel)).ToList();
        return RestResult.Ok(new JsonObject
        {
            ["threads"] = JsonText.Array(seen.Select(GuildJson.Write)),
            ["members"] = JsonText.Array(seen.Where(thread => thread.ThreadMembers.Contains(world.Bot.Id)).Select(thread => Member(thread, world.Bot.Id))),
        });
    }
}
