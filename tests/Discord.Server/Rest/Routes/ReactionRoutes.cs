using Nightshift.Discord.Server.Checks;
using Nightshift.Discord.Server.Json;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Rest.Routes;

/// <summary>Reactions to a message: the bot's own, other people's, and who they are, page by page.</summary>
internal sealed class ReactionRoutes(World world)
{
    private const string Base = "/channels/{channel}/messages/{message}/reactions";

    private static readonly RateLimit One = RateLimit.Per(1, 0.25);

    private readonly ReactionBoard _board = new(world);

    public IEnumerable<Route> All() =>
    [
        new("PUT", $"{Base}/{{emoji}}/@me", "reactions.change", One, Put),
        new("DELETE", $"{Base}/{{emoji}}/@me", "reactions.change", One, DeleteOwn),
        new("DELETE", $"{Base}/{{emoji}}/{{user}}", "reactions.change", One, DeleteOther),
        new("GET", $"{Base}/{{emoji}}", "reactions.list", RateLimit.Per(5, 5), List),
        new("DELETE", $"{Base}/{{emoji}}", "reactions.change", One, Clear),
        new("DELETE", Base, "reactions.change", One, Clear),
    ];

    private RestResult Put(RestRequest request)
    {
        var (channel, message) = Find(request, Permission.ReadMessageHistory);
        Access.RequireUnarchived(channel);
        var emoji = EmojiOf(request);
        if (ReactionBoard.Find(message, emoji) is null)
        {
            Access.Require(world, channel, Permission.AddReactions);
            if (message.Reactions.Count >= 20) throw new ApiException(400, ErrorCode.TooManyReactions, "Maximum number of reactions reached (20)");
        }

        _board.Add(message, world.Bot, emoji);
        return RestResult.Nothing;
    }

    private RestResult DeleteOwn(RestRequest request)
    {
        var (_, message) = Find(request, Permission.None);
        _board.Remove(message, world.Bot, EmojiOf(request));
        return RestResult.Nothing;
    }

    private RestResult DeleteOther(RestRequest request)
    {
        var (_, message) = Find(request, Permission.ManageMessages);
        if (!world.Users.TryGetValue(request.Id("user"), out var user)) throw ApiException.NotFound(ErrorCode.UnknownUser, "User");
        _board.Remove(message, user, EmojiOf(request));
        return RestResult.Nothing;
    }

    private RestResult List(RestRequest request)
    {
        var (_, message) = Find(request, Permission.ReadMessageHistory);
        var limit = request.Limit(100, 25);
        var users = ReactionBoard.Find(message, EmojiOf(request))?.Users ?? [];
        var after = request.OptionalId("after")?.Value ?? 0;
        var page = users.Where(user => user.Id.Value > after).OrderBy(user => user.Id.Value).Take(limit);
        return RestResult.Ok(JsonText.Array(page.Select(PeopleJson.Write)));
    }

    private RestResult Clear(RestRequest request)
    {
        var (_, message) = Find(request, Permission.ManageMessages);
        _board.Clear(message, request.Path.ContainsKey("emoji") ? EmojiOf(request) : null);
        return RestResult.Nothing;
    }

    private (Channel Channel, Message Message) Find(RestRequest request, Permission needed)
    {
        var channel = Access.Channel(world, request, needed);
        return (channel, Access.Message(channel, request));
    }

    private static string EmojiOf(RestRequest request) => Emoji.IsUnicode(request.Path["emoji"])
        ? request.Path["emoji"]
        : throw new ApiException(400, ErrorCode.UnknownEmoji, "Unknown Emoji");
}
