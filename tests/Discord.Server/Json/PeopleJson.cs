using System.Globalization;
using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Json;

/// <summary>Users, members and roles as Discord writes them.</summary>
internal static class PeopleJson
{
    public static JsonObject Write(User user)
    {
        var json = new JsonObject
        {
            ["id"] = user.Id.ToString(),
            ["username"] = user.Name,
            ["discriminator"] = user.Bot ? "0001" : "0",
            ["global_name"] = user.Bot ? null : user.Name,
            ["avatar"] = null,
            ["avatar_decoration_data"] = null,
            ["public_flags"] = 0,
            ["primary_guild"] = null,
        };
        if (user.Bot) json["bot"] = true;
        return json;
    }

    /// <summary>The account of the token itself has more fields.</summary>
    public static JsonObject WriteSelf(User user)
    {
        var json = Write(user);
        json["verified"] = true;
        json["mfa_enabled"] = true;
        json["email"] = null;
        json["flags"] = 0;
        return json;
    }

    public static JsonObject Write(Member member)
    {
        var json = WriteWithoutUser(member);
        json["user"] = Write(member.User);
        return json;
    }

    /// <summary>A member beside its user, as in messages.</summary>
    public static JsonObject WriteWithoutUser(Member member) => new()
    {
        ["nick"] = null,
        ["avatar"] = null,
        ["banner"] = null,
        ["roles"] = JsonText.Ids(member.Roles),
        ["joined_at"] = JsonText.Time(member.Joined),
        ["premium_since"] = null,
        ["deaf"] = false,
        ["mute"] = false,
        ["flags"] = 0,
        ["pending"] = false,
        ["communication_disabled_until"] = null,
    };

    public static JsonObject Write(Role role) => new()
    {
        ["id"] = role.Id.ToString(),
        ["name"] = role.Name,
        ["color"] = 0,
        ["colors"] = new JsonObject { ["primary_color"] = 0, ["secondary_color"] = null, ["tertiary_color"] = null },
        ["hoist"] = false,
        ["icon"] = null,
        ["unicode_emoji"] = null,
        ["position"] = role.Position,
        ["permissions"] = Write(role.Permissions),
        ["managed"] = false,
        ["mentionable"] = role.Mentionable,
        ["flags"] = 0,
    };

    public static JsonNode Write(Permission permissions) => ((ulong)permissions).ToString(CultureInfo.InvariantCulture);
}
