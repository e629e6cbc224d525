using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Json;

/// <summary>Guilds and channels as Discord writes them.</summary>
internal static class GuildJson
{
    public static JsonObject Write(Guild guild) => new()
    {
        ["id"] = guild.Id.ToString(),
        ["name"] = guild.Name,
        ["icon"] = null,
        ["splash"] = null,
        ["discovery_splash"] = null,
        ["owner_id"] = guild.Owner.ToString(),
        ["afk_channel_id"] = null,
        ["afk_timeout"] = 300,
        ["verification_level"] = 0,
        ["default_message_notifications"] = 0,
        ["explicit_content_filter"] = 0,
        ["roles"] = JsonText.Array(guild.Roles.Values.Select(PeopleJson.Write)),
        ["emojis"] = new JsonArray(),
        ["stickers"] = new JsonArray(),
        ["features"] = new JsonArray(),
        ["mfa_level"] = 0,
        ["application_id"] = null,
        ["system_channel_id"] = null,
        ["system_channel_flags"] = 0,
        ["rules_channel_id"] = null,
        ["vanity_url_code"] = null,
        ["description"] = null,
        ["banner"] = null,
        ["premium_tier"] = 0,
        ["premium_subscription_count"] = 0,
        ["preferred_locale"] = "en-US",
        ["public_updates_channel_id"] = null,
        ["nsfw_level"] = 0,
        ["premium_progress_bar_enabled"] = false,
        ["safety_alerts_channel_id"] = null,
        ["incidents_data"] = null,
    };

    /// <summary>The guild as the gateway sends it: with what the bot sees of its channels, and of its members only the bot.</summary>
    public static JsonObject WriteForGateway(Guild guild, User bot)
    {
        var seen = guild.Channels.Values.Where(channel => PermissionRules.In(channel, bot.Id).HasFlag(Permission.ViewChannel)).ToList();
        var json = Write(guild);
        json["joined_at"] = JsonText.Time(guild.Members[bot.Id].Joined);
        json["large"] = false;
        json["unavailable"] = false;
        json["member_count"] = guild.Members.Count;
        json["voice_states"] = new JsonArray();
        json["members"] = new JsonArray(PeopleJson.Write(guild.Members[bot.Id]));
        json["channels"] = JsonText.Array(seen.Where(channel => !channel.IsThread).Select(Write));
        json["threads"] = JsonText.Array(seen.Where(channel => channel is { IsThread: true, Archived: false }).Select(Write));
        json["presences"] = new JsonArray();
        json["stage_instances"] = new JsonArray();
        json["guild_scheduled_events"] = new JsonArray();
        json["soundboard_sounds"] = new JsonArray();
        return json;
    }

    public static JsonObject Write(Channel channel)
    {
        var json = new JsonObject
        {
            ["id"] = channel.Id.ToString(),
            ["type"] = (int)channel.Type,
            ["guild_id"] = channel.Guild.Id.ToString(),
            ["name"] = channel.Name,
            ["parent_id"] = channel.Parent?.Id.ToString(),
            ["last_message_id"] = channel.Messages.Count == 0 ? null : channel.Messages[^1].Id.ToString(),
            ["rate_limit_per_user"] = 0,
            ["flags"] = 0,
        };
        if (channel.IsThread) AddThread(json, channel);
        else AddText(json, channel);
        return json;
    }

    private static void AddText(JsonObject json, Channel channel)
    {
        json["position"] = 0;
        json["topic"] = null;
        json["nsfw"] = false;
        json["last_pin_timestamp"] = null;
        json["permission_overwrites"] = JsonText.Array(channel.Overwrites.Values.Select(overwrite => new JsonObject
        {
            ["id"] = overwrite.Id.ToString(),
            ["type"] = overwrite.Type,
            ["allow"] = PeopleJson.Write(overwrite.Allow),
            ["deny"] = PeopleJson.Write(overwrite.Deny),
        }));
    }

    private static void AddThread(JsonObject json, Channel thread)
    {
        var written = thread.Messages.Count(message => !message.Deleted);
        json["owner_id"] = thread.Owner?.ToString();
        json["message_count"] = written;
        json["total_message_sent"] = thread.Messages.Count;
        json["member_count"] = thread.ThreadMembers.Count;
        json["thread_metadata"] = new JsonObject
        {
            ["archived"] = thread.Archived,
            ["auto_archive_duration"] = thread.AutoArchiveMinutes,
            ["archive_timestamp"] = JsonText.Time(thread.ArchiveChanged),
            ["locked"] = thread.Locked,
            ["create_timestamp"] = JsonText.Time(thread.Id.Time),
        };
    }
}
