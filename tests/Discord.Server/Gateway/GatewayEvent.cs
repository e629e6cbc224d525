using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Gateway;

/// <summary>Something to dispatch: to sessions with the intent, if the bot is in the guild and sees the channel.</summary>
internal sealed record GatewayEvent(string Name, int Intent, Guild? Guild, Channel? Channel, JsonObject Data)
{
    /// <summary>The message an event carries: without the intent MESSAGE_CONTENT it comes empty unless it is the bot's own or calls it.</summary>
    public Message? Message { get; init; }
}
