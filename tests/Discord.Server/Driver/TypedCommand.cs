using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Nightshift.Discord.Server.Interactions;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Driver;

/// <summary>
/// Turns "/upgrade run cluster:blue batch:2" into an interaction's data as a person's Discord does: names in his language or by default,
/// choices by their names or values, users, roles and channels by mention or name; it refuses what Discord would not send.
/// </summary>
internal sealed partial class TypedCommand(World world, Guild guild, User user, string locale)
{
    private readonly JsonObject _resolved = [];

    /// <summary>The option being completed, while typing.</summary>
    public OptionType Focused { get; private set; } = OptionType.String;

    /// <param name="focused">The option the cursor is in: it is sent as typed so far, and nothing required is missed.</param>
    public JsonObject Read(string line, string? focused = null)
    {
        if (!line.StartsWith('/')) throw new ClientRefusesException($"'{line}' is no command.");
        var words = line[1..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var command = Find(words.FirstOrDefault() ?? "");
        RequireMay(command);
        var rest = line[1..].TrimStart()[words[0].Length..].TrimStart();
        var data = new JsonObject
        {
            ["id"] = command.Id.ToString(),
            ["name"] = command.Name,
            ["type"] = 1,
            ["options"] = Options(command.Definition["options"] as JsonArray ?? [], rest, focused),
        };
        if (command.Guild is { } scope) data["guild_id"] = scope.ToString();
        if (data["options"] is JsonArray { Count: 0 }) data.Remove("options");
        if (_resolved.Count > 0) data["resolved"] = _resolved;
        return data;
    }

    private RegisteredCommand Find(string name) => world.Commands.VisibleIn(guild).FirstOrDefault(command => IsCalled(command.Definition, name))
        ?? throw new ClientRefusesException($"There is no command '/{name}' in {guild.Name}.");

    private void RequireMay(RegisteredCommand command)
    {
        var granted = PermissionRules.In(guild, user.Id);
        if (!granted.HasFlag(Permission.UseApplicationCommands)) throw new ClientRefusesException("No permission to use application commands.");
        if (command.Definition["default_member_permissions"]?.ToString() is not { } bits) return;
        var needed = (Permission)ulong.Parse(bits, CultureInfo.InvariantCulture);
        if (granted != Permission.All && (needed == Permission.None || !granted.HasFlag(needed)))
            throw new ClientRefusesException($"'/{command.Name}' is not for {user.Name}.");
    }

    private JsonArray Options(JsonArray defined, string rest, string? focused)
    {
        if (defined.FirstOrDefault()?["type"]?.ToString() is not ("1" or "2")) return Parameters(defined, rest, focused);
        var word = rest.Split(' ', 2)[0];
        var chosen = defined.OfType<JsonObject>().FirstOrDefault(option => IsCalled(option, word))
            ?? throw new ClientRefusesException($"There is no sub-command '{word}'.");
        return new JsonArray(new JsonObject
        {
            ["name"] = chosen["name"]!.ToString(),
            ["type"] = (int)chosen["type"]!,
            ["options"] = Options(chosen["options"] as JsonArray ?? [], rest[word.Length..].TrimStart(), focused),
        });
    }

    private JsonArray Parameters(JsonArray defined, string rest, string? focused)
    {
        var given = Split(defined, rest);
        var values = new JsonArray();
        foreach (var option in defined.OfType<JsonObject>())
        {
            var name = option["name"]!.ToString();
            var isFocused = focused is not null && IsCalled(option, focused);
            if (!given.TryGetValue(name, out var text))
            {
                if (option["required"]?.ToString() == "true" && focused is null) throw new ClientRefusesException($"Option '{name}' is required.");
                if (!isFocused) continue;
                text = "";
            }

            values.Add(isFocused ? Partly(option, text) : Whole(option, text));
        }

        return values;
    }

    /// <summary>Splits "name:value name:value"; a value reaches to the next word that is an option's name and a colon.</summary>
    private Dictionary<string, string> Split(JsonArray defined, string rest)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        var starts = NamePattern().Matches(rest)
            .Select(match => (match.Index, match.Length, Option: Named(defined, match.Groups[1].Value)))
            .Where(start => start.Option is not null)
            .ToList();
        if (rest.Trim().Length > 0 && (starts.Count == 0 || rest[..starts[0].Index].Trim().Length > 0))
            throw new ClientRefusesException($"'{rest}' does not begin with an option's name.");
        for (var i = 0; i < starts.Count; i++)
        {
            var from = starts[i].Index + starts[i].Length;
            var to = i + 1 < starts.Count ? starts[i + 1].Index : rest.Length;
            given[starts[i].Option!["name"]!.ToString()] = rest[from..to].Trim();
        }

        return given;
    }

    private JsonObject? Named(JsonArray defined, string name) => defined.OfType<JsonObject>().FirstOrDefault(option => IsCalled(option, name));

    private bool IsCalled(JsonObject named, string name) =>
        named["name"]!.ToString() == name || named["name_localizations"]?[locale]?.ToString() == name;

    private JsonObject Partly(JsonObject option, string text)
    {
        if (option["autocomplete"]?.ToString() != "true") throw new ClientRefusesException($"Option '{option["name"]}' does not complete.");
        Focused = (OptionType)(int)option["type"]!;
        return new JsonObject { ["name"] = option["name"]!.ToString(), ["type"] = (int)Focused, ["value"] = text, ["focused"] = true };
    }

    private JsonObject Whole(JsonObject option, string text) => new()
    {
        ["name"] = option["name"]!.ToString(),
        ["type"] = (int)option["type"]!,
        ["value"] = new OptionValue(world, guild, locale, _resolved).Read(option, text),
    };

    [GeneratedRegex(@"(?<=^|\s)([^\s:]{1,32}):")]
    private static partial Regex NamePattern();
}
