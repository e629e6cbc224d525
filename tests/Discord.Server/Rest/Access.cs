using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Rest;

/// <summary>Finds what a request names and refuses what the bot may not: 10003, 50001, 50013 and their like.</summary>
internal static class Access
{
    /// <summary>A guild the bot is in; Discord says of all others that it knows them not.</summary>
    public static Guild Guild(World world, RestRequest request) =>
        world.Guilds.TryGetValue(request.Id("guild"), out var guild) && world.IsBotIn(guild)
            ? guild
            : throw ApiException.NotFound(ErrorCode.UnknownGuild, "Guild");

    /// <summary>A channel the bot sees and in which it has the permissions named.</summary>
    public static Channel Channel(World world, RestRequest request, Permission needed = Permission.None)
    {
        if (!world.Channels.TryGetValue(request.Id("channel"), out var channel)) throw ApiException.NotFound(ErrorCode.UnknownChannel, "Channel");
        ThreadClock.Refresh(world, channel);
        Require(world, channel, needed);
        return channel;
    }

    public static void Require(World world, Channel channel, Permission needed)
    {
        var granted = PermissionRules.In(channel, world.Bot.Id);
        if (!granted.HasFlag(Permission.ViewChannel)) throw ApiException.MissingAccess();
        if (!granted.HasFlag(needed)) throw ApiException.MissingPermissions();
    }

    public static Message Message(Channel channel, RestRequest request) =>
        World.TryGetMessage(channel, request.Id("message"), out var message)
            ? message
            : throw ApiException.NotFound(ErrorCode.UnknownMessage, "Message");

    /// <summary>What sending needs: another permission in threads; a locked thread takes nothing.</summary>
    public static void RequireSend(World world, Channel channel)
    {
        Require(world, channel, channel.IsThread ? Permission.SendMessagesInThreads : Permission.SendMessages);
        if (channel.Locked && !PermissionRules.In(channel, world.Bot.Id).HasFlag(Permission.ManageThreads))
            throw new ApiException(400, ErrorCode.ThreadLocked, "Thread is locked");
    }

    public static void RequireUnarchived(Channel channel)
    {
        if (channel.Archived) throw new ApiException(400, ErrorCode.ThreadArchived, "Thread is archived");
    }

    public static void RequireApplication(World world, RestRequest request)
    {
        if (request.Id("application") != world.Bot.Id)
            throw new ApiException(403, ErrorCode.NotThisApplication, "You are not authorized to perform this action on this application");
    }
}
