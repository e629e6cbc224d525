using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Checks;
using Nightshift.Discord.Server.Interactions;
using Nightshift.Discord.Server.Json;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Rest.Routes;

/// <summary>The application's commands, global and of a guild, with the same routes for both.</summary>
internal sealed class CommandRoutes(World world)
{
    private const string Global = "/applications/{application}/commands", InGuild = "/applications/{application}/guilds/{guild}/commands";

    public IEnumerable<Route> All() => new[] { Global, InGuild }.SelectMany(path => new Route[]
    {
        new("GET", path, "commands.list", RateLimit.Per(10, 10), List),
        new("POST", path, "commands.create", RateLimit.Per(5, 20), Create),
        new("PUT", path, "commands.overwrite", RateLimit.Per(2, 60), Overwrite),
        new("GET", $"{path}/{{command}}", "commands.get", RateLimit.Per(10, 10), Get),
        new("PATCH", $"{path}/{{command}}", "commands.edit", RateLimit.Per(5, 20), Edit),
        new("DELETE", $"{path}/{{command}}", "commands.delete", RateLimit.Per(5, 20), Delete),
    });

    private Snowflake? Scope(RestRequest request)
    {
        Access.RequireApplication(world, request);
        if (!request.Path.ContainsKey("guild")) return null;
        if (world.Guilds.TryGetValue(request.Id("guild"), out var guild) && world.IsBotIn(guild)) return guild.Id;
        throw ApiException.MissingAccess();
    }

    private RestResult List(RestRequest request) => RestResult.Ok(JsonText.Array(
        world.Commands.In(Scope(request)).Select(command => CommandJson.Write(command, world, request.Truth("with_localizations")))));

    private RestResult Get(RestRequest request) => RestResult.Ok(CommandJson.Write(Find(request, Scope(request)), world));

    private RegisteredCommand Find(RestRequest request, Snowflake? scope) => world.Commands.Find(scope, request.Id("command"))
        ?? throw ApiException.NotFound(ErrorCode.UnknownCommand, "application command");

    private RestResult Create(RestRequest request)
    {
        var scope = Scope(request);
        var errors = new FormErrors();
        var definition = CommandCheck.Read(request.Form, "", errors);
        errors.ThrowIfAny();
        var (command, created) = world.Commands.Upsert(scope, definition);
        return new RestResult(created ? 201 : 200, CommandJson.Write(command, world));
    }

    private RestResult Overwrite(RestRequest request)
    {
        var scope = Scope(request);
        var errors = new FormErrors();
        if (request.Body is not JsonArray list)
        {
            errors.Add("", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            errors.ThrowIfAny();
            return RestResult.Nothing;
        }

        var bodies = list.OfType<JsonObject>().ToList();
        if (bodies.Count > 100) throw new ApiException(400, ErrorCode.TooManyCommands, "Maximum number of application commands reached (100)");
        var definitions = bodies.Select((body, i) => CommandCheck.Read(body, i.ToString(System.Globalization.CultureInfo.InvariantCulture), errors)).ToList();
        CommandRegistry.RefuseTwins(bodies, errors);
        errors.ThrowIfAny();
        return RestResult.Ok(JsonText.Array(world.Commands.Overwrite(scope, definitions).Select(command => CommandJson.Write(command, world))));
    }

    private RestResult Edit(RestRequest request)
    {
        var scope = Scope(request);
        var old = Find(request, scope);
        var merged = (JsonObject)old.Definition.DeepClone();
        foreach (var (key, value) in request.Form) merged[key] = value?.DeepClone();
        var errors = new FormErrors();
        var definition = CommandCheck.Read(merged, "", errors);
        errors.ThrowIfAny();
        world.Commands.Edit(old, definition);
        return RestResult.Ok(CommandJson.Write(Find(request, scope), world));
    }

    private RestResult Delete(RestRequest request)
    {
        var scope = Scope(request);
        return world.Commands.Remove(scope, request.Id("command"))
            ? RestResult.Nothing
            : throw ApiException.NotFound(ErrorCode.UnknownCommand, "application command");
    }
}
