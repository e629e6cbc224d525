using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord.Protocol.Rest;

internal sealed partial class RestApi
{
    /// <param name="guild">Null: those that are there everywhere.</param>
    public Task<IReadOnlyList<WireCommand>> GetCommandsAsync(Snowflake application, Snowflake? guild, CancellationToken cancellationToken) => ReadAsync(
        Get(RestOperation.GetCommands, Route(guild), $"{Path(application, guild)}?with_localizations=true", guild),
        WireJson.Default.IReadOnlyListWireCommand,
        cancellationToken);

    /// <summary>Replaces all; those that are there already do not count as created.</summary>
    public Task SetCommandsAsync(Snowflake application, Snowflake? guild, IReadOnlyList<WireCommand> commands, CancellationToken cancellationToken) => sender.SendAsync(
        new RestRequest(RestOperation.SetCommands, HttpMethod.Put, Route(guild), Path(application, guild))
        {
            Major = guild?.ToString() ?? "",
            Body = Json(commands, WireJson.Default.IReadOnlyListWireCommand),
        },
        cancellationToken);

    private static string Route(Snowflake? guild) => guild is null ? "applications/{application}/commands" : "applications/{application}/guilds/{guild}/commands";

    private static string Path(Snowflake application, Snowflake? guild) =>
        guild is { } id ? $"applications/{application}/guilds/{id}/commands" : $"applications/{application}/commands";
}
