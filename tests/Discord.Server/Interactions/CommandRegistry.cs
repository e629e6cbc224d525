using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Checks;
using Nightshift.Discord.Server.Model;
using Nightshift.Discord.Server.Rest;

namespace Nightshift.Discord.Server.Interactions;

/// <summary>A command that was registered; the version changes with every change of its definition.</summary>
internal sealed record RegisteredCommand(Snowflake Id, Snowflake? Guild, JsonObject Definition, Snowflake Version)
{
    public string Name => Definition["name"]!.ToString();

    public int Type => (int)Definition["type"]!;

    public bool Same(JsonObject definition) => JsonNode.DeepEquals(Definition, definition);
}

/// <summary>The application's commands by scope: global (null) or a guild's.</summary>
internal sealed class CommandRegistry(World world)
{
    private const int MostPerScope = 100, CreatesPerDay = 200;

    private readonly List<RegisteredCommand> _commands = [];
    private readonly Dictionary<Snowflake, Queue<DateTimeOffset>> _creates = [];

    public IEnumerable<RegisteredCommand> In(Snowflake? guild) => _commands.Where(command => command.Guild == guild);

    public RegisteredCommand? Find(Snowflake? guild, Snowflake id) => In(guild).FirstOrDefault(command => command.Id == id);

    /// <summary>What a person in a guild sees under a name: the guild's own command before the global one.</summary>
    public RegisteredCommand? Visible(Guild guild, string name) =>
        In(guild.Id).Concat(In(null)).FirstOrDefault(command => command.Type == 1 && command.Name == name);

    public IEnumerable<RegisteredCommand> VisibleIn(Guild guild) =>
        In(guild.Id).Concat(In(null)).Where(command => command.Type == 1).DistinctBy(command => command.Name);

    /// <summary>Makes a command or overwrites the one of the same name and type, which keeps its id.</summary>
    public (RegisteredCommand Command, bool Created) Upsert(Snowflake? guild, JsonObject definition)
    {
        var old = In(guild).FirstOrDefault(command => command.Name == definition["name"]!.ToString() && command.Type == (int)definition["type"]!);
        if (old is null)
        {
            if (In(guild).Count() >= MostPerScope)
                throw new ApiException(400, ErrorCode.TooManyCommands, "Maximum number of application commands reached (100)");
            CountCreate(guild ?? default);
            var made = new RegisteredCommand(world.NextId(), guild, definition, world.NextId());
            _commands.Add(made);
            return (made, true);
        }

        var kept = old.Same(definition) ? old : old with { Definition = definition, Version = world.NextId() };
        _commands[_commands.IndexOf(old)] = kept;
        return (kept, false);
    }

    public IReadOnlyList<RegisteredCommand> Overwrite(Snowflake? guild, IReadOnlyList<JsonObject> definitions)
    {
        _commands.RemoveAll(command => command.Guild == guild
            && definitions.All(definition => definition["name"]!.ToString() != command.Name || (int)definition["type"]! != command.Type));
        return [.. definitions.Select(definition => Upsert(guild, definition).Command)];
    }

    public void Edit(RegisteredCommand old, JsonObject definition) =>
        _commands[_commands.IndexOf(old)] = old with { Definition = definition, Version = world.NextId() };

    public bool Remove(Snowflake? guild, Snowflake id) => _commands.RemoveAll(command => command.Guild == guild && command.Id == id) > 0;

    /// <summary>Two commands of one name in the same request.</summary>
    public static void RefuseTwins(IReadOnlyList<JsonObject> bodies, FormErrors errors)
    {
        for (var i = 0; i < bodies.Count; i++)
        {
            var (name, type) = (bodies[i]["name"]?.ToString(), bodies[i]["type"]?.ToString() ?? "1");
            if (bodies.Take(i).Any(other => other["name"]?.ToString() == name && (other["type"]?.ToString() ?? "1") == type))
                errors.Add($"{i}.name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique");
        }
    }

    private void CountCreate(Snowflake scope)
    {
        if (!_creates.TryGetValue(scope, out var times)) _creates[scope] = times = [];
        while (times.TryPeek(out var oldest) && oldest <= world.Now.AddDays(-1)) times.Dequeue();
        if (times.Count >= CreatesPerDay)
        {
            throw new ApiException(429, ErrorCode.TooManyDailyCommands, "Max number of daily application command creates has been reached (200)")
            {
                RetryAfter = times.Peek().AddDays(1) - world.Now,
            };
        }

        times.Enqueue(world.Now);
    }
}
