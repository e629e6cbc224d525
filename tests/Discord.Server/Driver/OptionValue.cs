using System.Globalization;
using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Checks;
using Nightshift.Discord.Server.Interactions;
using Nightshift.Discord.Server.Json;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Driver;

/// <summary>Reads one option's value from what a person typed, within the option's choices and bounds.</summary>
internal sealed class OptionValue(World world, Guild guild, string locale, JsonObject resolved)
{
    public JsonNode Read(JsonObject option, string text)
    {
        var type = (OptionType)(int)option["type"]!;
        if (option["choices"] is JsonArray { Count: > 0 } choices) return Choice(choices, text, option);
        return type switch
        {
            OptionType.String => Text(option, text),
            OptionType.Integer => Number(option, text, whole: true),
            OptionType.Number => Number(option, text, whole: false),
            OptionType.Boolean => bool.TryParse(text, out var truth) ? truth : throw Refused(option, text, "True or False"),
            OptionType.User => Person(option, text),
            OptionType.Role => Role(option, text),
            OptionType.Channel => Place(option, text),
            OptionType.Mentionable => text.StartsWith("<@&", StringComparison.Ordinal) ? Role(option, text) : Person(option, text),
            _ => throw Refused(option, text, "something this driver can type"),
        };
    }

    private JsonNode Choice(JsonArray choices, string text, JsonObject option)
    {
        var chosen = choices.OfType<JsonObject>().FirstOrDefault(choice => choice["name"]!.ToString() == text
            || choice["name_localizations"]?[locale]?.ToString() == text || choice["value"]!.ToString() == text);
        return chosen?["value"]!.DeepClone() ?? throw Refused(option, text, "one of its choices");
    }

    private static JsonNode Text(JsonObject option, string text)
    {
        var length = Fields.Length(text);
        var allowed = length > 0 && length >= Bound(option, "min_length", 0) && length <= Bound(option, "max_length", 6000);
        return allowed ? text : throw Refused(option, text, "as long as allowed");
    }

    private static JsonNode Number(JsonObject option, string text, bool whole)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || Math.Abs(number) >= 9007199254740992)
            throw Refused(option, text, "a number");
        if (number < Bound(option, "min_value", double.MinValue) || number > Bound(option, "max_value", double.MaxValue))
            throw Refused(option, text, "within its bounds");
        if (!whole) return number;
        return number == Math.Floor(number) ? (long)number : throw Refused(option, text, "a whole number");
    }

    private static double Bound(JsonObject option, string key, double otherwise) =>
        option[key] is { } bound ? double.Parse(bound.ToString(), CultureInfo.InvariantCulture) : otherwise;

    private JsonNode Person(JsonObject option, string text)
    {
        var member = guild.Members.Values
            .FirstOrDefault(one => one.User.Mention == text || one.User.Name == text.TrimStart('@') || one.User.Id.ToString() == text)
            ?? throw Refused(option, text, "a member");
        var partial = PeopleJson.WriteWithoutUser(member);
        partial["permissions"] = PeopleJson.Write(PermissionRules.In(guild, member.User.Id));
        partial.Remove("deaf");
        partial.Remove("mute");
        Resolve("users", member.User.Id, PeopleJson.Write(member.User));
        Resolve("members", member.User.Id, partial);
        return member.User.Id.ToString();
    }

    private JsonNode Role(JsonObject option, string text)
    {
        var role = guild.Roles.Values.FirstOrDefault(one => one.Mention == text || one.Name == text.TrimStart('@'))
            ?? throw Refused(option, text, "a role");
        Resolve("roles", role.Id, PeopleJson.Write(role));
        return role.Id.ToString();
    }

    private JsonNode Place(JsonObject option, string text)
    {
        var channel = guild.Channels.Values.FirstOrDefault(one => one.Mention == text || one.Name == text.TrimStart('#'))
            ?? throw Refused(option, text, "a channel");
        Resolve("channels", channel.Id, ChannelOf(channel, world.Bot));
        return channel.Id.ToString();
    }

    /// <summary>The partial channel of resolved data and of interactions themselves.</summary>
    public static JsonObject ChannelOf(Channel channel, User viewer)
    {
        var json = GuildJson.Write(channel);
        json["permissions"] = PeopleJson.Write(PermissionRules.In(channel, viewer.Id));
        json.Remove("permission_overwrites");
        return json;
    }

    private void Resolve(string kind, Snowflake id, JsonObject json)
    {
        if (resolved[kind] is not JsonObject of) resolved[kind] = of = [];
        of[id.ToString()] = json;
    }

    private static ClientRefusesException Refused(JsonObject option, string text, string wanted) =>
        new($"Option '{option["name"]}' must be {wanted}, not '{text}'.");
}
