using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Checks;

/// <summary>What `allowed_mentions` lets through of a text's mentions (resources/message, "allowed mentions object").</summary>
internal static partial class MentionCheck
{
    /// <summary>Null when the body has no `allowed_mentions`: then every mention in the text counts.</summary>
    public static AllowedMentions? Read(JsonObject body, FormErrors errors)
    {
        const string Path = "allowed_mentions";
        if (Fields.Object(body, "allowed_mentions", Path, errors) is not { } allowed) return null;

        var parse = Texts(allowed, "parse");
        for (var i = 0; i < parse.Count; i++)
        {
            if (parse[i] is not ("roles" or "users" or "everyone")) errors.NotOneOf($"{Path}.parse.{i}", "'users', 'roles', 'everyone'");
        }

        var users = Ids(allowed, "users", $"{Path}.users", errors);
        var roles = Ids(allowed, "roles", $"{Path}.roles", errors);
        if ((users.Count > 0 && parse.Contains("users")) || (roles.Count > 0 && parse.Contains("roles")))
        {
            errors.Add(Path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                "parse:[\"users\"] and users: [ids...] are mutually exclusive, as are those of roles.");
        }

        var repliedUser = Fields.Flag(allowed, "replied_user", $"{Path}.replied_user", errors);
        return new AllowedMentions(parse.ToHashSet(), users.ToHashSet(), roles.ToHashSet(), repliedUser);
    }

    /// <summary>Whom the text calls, the author's permission to call everyone or a role included.</summary>
    public static Mentions Apply(string content, AllowedMentions? allowed, Channel channel, User author)
    {
        var guild = channel.Guild;
        var mayAll = PermissionRules.In(channel, author.Id).HasFlag(Permission.MentionEveryone);
        var users = Found(UserMention(), content).Where(guild.Members.ContainsKey)
            .Where(id => allowed is null || allowed.Parse.Contains("users") || allowed.Users.Contains(id));
        var roles = Found(RoleMention(), content).Where(id => guild.Roles.TryGetValue(id, out var role) && (mayAll || role.Mentionable))
            .Where(id => allowed is null || allowed.Parse.Contains("roles") || allowed.Roles.Contains(id));
        var everyone = mayAll && EveryoneMention().IsMatch(content) && (allowed is null || allowed.Parse.Contains("everyone"));
        return new Mentions([.. users], [.. roles], everyone);
    }

    private static IEnumerable<Snowflake> Found(Regex pattern, string content) => pattern.Matches(content)
        .Select(match => Snowflake.TryParse(match.Groups[1].Value, out var id) ? id : default)
        .Where(id => id.Value > 0)
        .Distinct();

    private static List<string> Texts(JsonObject json, string key) => [.. (json[key] as JsonArray ?? []).Select(node => node?.ToString() ?? "")];

    private static List<Snowflake> Ids(JsonObject json, string key, string path, FormErrors errors)
    {
        var ids = new List<Snowflake>();
        foreach (var text in Texts(json, key))
        {
            if (Snowflake.TryParse(text, out var id)) ids.Add(id);
            else errors.Add($"{path}.{ids.Count}", "NUMBER_TYPE_COERCE", $"Value \"{text}\" is not snowflake.");
        }

        if (ids.Count > 100) errors.TooLong(path, 100);
        return ids;
    }

    [GeneratedRegex("<@!?([0-9]{1,20})>")]
    private static partial Regex UserMention();

    [GeneratedRegex("<@&([0-9]{1,20})>")]
    private static partial Regex RoleMention();

    [GeneratedRegex("@(everyone|here)")]
    private static partial Regex EveryoneMention();
}

internal sealed record AllowedMentions(
    IReadOnlySet<string> Parse, IReadOnlySet<Snowflake> Users, IReadOnlySet<Snowflake> Roles, bool RepliedUser);
