using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Json;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Gateway;

/// <summary>Opcode 8: members by ids or by the beginning of their names; all of them only with the intent GUILD_MEMBERS.</summary>
internal static class MemberChunks
{
    private const int MostInOne = 1000;

    public static JsonObject? Answer(World world, GatewaySession session, JsonNode? request)
    {
        if (!Snowflake.TryRead(request?["guild_id"], out var id) || !world.Guilds.TryGetValue(id, out var guild) || !world.IsBotIn(guild)) return null;
        var query = request!["query"]?.ToString();
        if (query == "" && (session.Intents & Intents.GuildMembers) == 0) return null;

        var wanted = Ids(request["user_ids"]).ToList();
        var found = query is null
            ? guild.Members.Values.Where(member => wanted.Contains(member.User.Id.ToString()))
            : guild.Members.Values.Where(member => member.User.Name.StartsWith(query, StringComparison.OrdinalIgnoreCase));
        var answer = new JsonObject
        {
            ["guild_id"] = guild.Id.ToString(),
            ["members"] = JsonText.Array(found.Take(MostInOne).Select(PeopleJson.Write)),
            ["chunk_index"] = 0,
            ["chunk_count"] = 1,
            ["not_found"] = JsonText.Array(wanted.Where(one => guild.Members.Values.All(member => member.User.Id.ToString() != one)).Select(one => (JsonNode)one)),
        };
        if (request["nonce"] is { } nonce) answer["nonce"] = nonce.DeepClone();
        return answer;
    }

    private static IEnumerable<string> Ids(JsonNode? node) => node switch
    {
        JsonArray several => several.Select(one => one?.ToString() ?? ""),
        null => [],
        _ => [node.ToString()],
    };
}
