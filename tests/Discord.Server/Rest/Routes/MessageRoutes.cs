using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Checks;
using Nightshift.Discord.Server.Json;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Rest.Routes;

/// <summary>Messages of a channel: sent, read, edited, removed.</summary>
internal sealed class MessageRoutes(World world)
{
    private static readonly TimeSpan NonceMemory = TimeSpan.FromMinutes(5), OldAge = TimeSpan.FromHours(1);

    private readonly MessageBoard _board = new(world);
    private readonly RateLimiter _oldEdits = new(world.Time);

    public IEnumerable<Route> All() =>
    [
        new("GET", "/channels/{channel}/messages", "messages.list", RateLimit.Per(5, 5), List),
        new("POST", "/channels/{channel}/messages", "messages.create", RateLimit.Per(5, 5), Create),
        new("GET", "/channels/{channel}/messages/{message}", "messages.get", RateLimit.Per(5, 5), Get),
        new("PATCH", "/channels/{channel}/messages/{message}", "messages.edit", RateLimit.Per(5, 5), Edit),
        new("DELETE", "/channels/{channel}/messages/{message}", "messages.delete", RateLimit.Per(5, 1), Delete),
    ];

    private RestResult List(RestRequest request)
    {
        var channel = Access.Channel(world, request);
        var limit = request.Limit(100, 50);
        if (!PermissionRules.In(channel, world.Bot.Id).HasFlag(Permission.ReadMessageHistory)) return RestResult.Ok(new JsonArray());
        var all = channel.Messages.Where(message => !message.Deleted && !message.Ephemeral).ToList();
        var page = all.AsEnumerable().Reverse();
        if (request.OptionalId("before") is { } before) page = page.Where(message => message.Id.Value < before.Value);
        else if (request.OptionalId("after") is { } after) page = all.Where(message => message.Id.Value > after.Value).Take(limit).Reverse();
        else if (request.OptionalId("around") is { } around)
            page = all.OrderBy(message => Distance(message, around)).Take(limit).OrderByDescending(message => message.Id.Value);
        return RestResult.Ok(JsonText.Array(page.Take(limit).Select(message => MessageJson.Write(message, world))));
    }

    private static ulong Distance(Message message, Snowflake id) => Math.Max(message.Id.Value, id.Value) - Math.Min(message.Id.Value, id.Value);

    private RestResult Get(RestRequest request)
    {
        var channel = Access.Channel(world, request, Permission.ReadMessageHistory);
        return RestResult.Ok(MessageJson.Write(Access.Message(channel, request), world));
    }

    private RestResult Create(RestRequest request)
    {
        var channel = Access.Channel(world, request);
        Access.RequireSend(world, channel);
        if (request.Files.Count > 0) Access.Require(world, channel, Permission.AttachFiles);

        var errors = new FormErrors();
        var form = MessageCheck.Read(request.Form, request.Files, errors);
        var nonce = Fields.Text(request.Form, "nonce", "nonce", errors, most: 25);
        var enforced = Fields.Flag(request.Form, "enforce_nonce", "enforce_nonce", errors);
        var replyTo = Reference(request.Form, channel, errors);
        errors.ThrowIfAny();
        if (form.Flags.HasFlag(MessageFlags.Ephemeral)) form = form with { Flags = form.Flags & ~MessageFlags.Ephemeral };
        if (form.IsEmpty) throw new ApiException(400, ErrorCode.EmptyMessage, "Cannot send an empty message");

        if (enforced && nonce is not null && SentBefore(channel, nonce) is { } twin) return RestResult.Ok(MessageJson.Write(twin, world));
        var sent = _board.Post(channel, world.Bot, form, replyTo: replyTo, nonce: request.Form["nonce"]?.DeepClone());
        return RestResult.Ok(MessageJson.Write(sent, world));
    }

    private Message? SentBefore(Channel channel, string nonce) => channel.Messages.NewestFirst()
        .TakeWhile(message => message.Sent > world.Now - NonceMemory)
        .FirstOrDefault(message => message.Author == world.Bot && message.Nonce?.ToString() == nonce);

    private Snowflake? Reference(JsonObject body, Channel channel, FormErrors errors)
    {
        const string Path = "message_reference";
        if (Fields.Object(body, Path, Path, errors) is not { } reference) return null;
        if (!PermissionRules.In(channel, world.Bot.Id).HasFlag(Permission.ReadMessageHistory))
            throw new ApiException(403, 160002, "Cannot reply without permission to read message history");
        if (Snowflake.TryRead(reference["message_id"], out var id) && World.TryGetMessage(channel, id, out _)) return id;
        if (reference["fail_if_not_exists"]?.ToString() == "false") return null;
        errors.Add(Path, "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message");
        return null;
    }

    private RestResult Edit(RestRequest request)
    {
        var channel = Access.Channel(world, request);
        var message = Access.Message(channel, request);
        if (message.Author != world.Bot) throw new ApiException(403, ErrorCode.AuthoredByAnother, "Cannot edit a message authored by another user");
        Access.RequireUnarchived(channel);

        var errors = new FormErrors();
        var form = MessageCheck.Read(request.Form, request.Files, errors);
        errors.ThrowIfAny();
        RequireSomethingLeft(message, form);
        if (world.Now - message.Sent > OldAge) TakeOldEdit(channel);
        _board.Edit(message, form);
        return RestResult.Ok(MessageJson.Write(message, world));
    }

    private void TakeOldEdit(Channel channel)
    {
        var quota = _oldEdits.Take("old-edits", channel.Id.ToString(), world.Options.OldMessageEdits);
        if (quota.Granted) return;
        throw new ApiException(429, ErrorCode.TooManyOldEdits, "Maximum number of edits to messages older than 1 hour reached. Try again later.")
        {
            RetryAfter = quota.ResetAfter,
        };
    }

    /// <summary>An edit must not leave a message in which nothing stands.</summary>
    public static void RequireSomethingLeft(Message message, MessageForm form)
    {
        var after = form with
        {
            Content = form.Content ?? message.Content,
            Embeds = form.Embeds ?? message.Embeds,
            Components = form.Components ?? message.Components,
            Attachments = form.Attachments ?? [.. message.Attachments.Select(kept => new AttachmentForm(kept.Id.ToString(), kept.FileName, null))],
        };
        if (after.IsEmpty) throw new ApiException(400, ErrorCode.EmptyMessage, "Cannot send an empty message");
    }

    private RestResult Delete(RestRequest request)
    {
        var channel = Access.Channel(world, request);
        var message = Access.Message(channel, request);
        if (message.Author != world.Bot) Access.Require(world, channel, Permission.ManageMessages);
        Access.RequireUnarchived(channel);
        _board.Delete(message);
        return RestResult.Nothing;
    }
}
