using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Gateway;
using Nightshift.Discord.Server.Interactions;
using Nightshift.Discord.Server.Json;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Driver;

/// <summary>Makes interactions and dispatches them; they need no intent.</summary>
internal sealed class InteractionEvents(World world)
{
    public Interaction Send(InteractionType type, User user, string locale, Channel channel, JsonObject data,
        Message? source = null, OptionType focused = OptionType.String)
    {
        var interaction = new Interaction(world.NextId(), type, NewToken(), user, channel, world.Interactions.Now)
        {
            Source = source,
            Focused = focused,
            Started = Stopwatch.GetTimestamp(),
        };
        interaction.Payload = Write(interaction, locale, data);
        world.Interactions.Add(interaction);
        Dispatch(interaction, interaction.Payload);
        return interaction;
    }

    public void Dispatch(Interaction interaction, JsonObject payload)
    {
        world.Publish(new GatewayEvent("INTERACTION_CREATE", Intents.None, interaction.Channel.Guild, null, payload));
        world.Pulse();
    }

    public static string NewToken() => $"aW50ZXJhY3Rpb246{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(48))}";

    private JsonObject Write(Interaction interaction, string locale, JsonObject data)
    {
        var (channel, guild) = (interaction.Channel, interaction.Channel.Guild);
        var member = PeopleJson.Write(guild.Members[interaction.User.Id]);
        member["permissions"] = PeopleJson.Write(PermissionRules.In(channel, interaction.User.Id));
        var json = new JsonObject
        {
            ["id"] = interaction.Id.ToString(),
            ["application_id"] = world.Bot.Id.ToString(),
            ["type"] = (int)interaction.Type,
            ["data"] = data,
            ["guild"] = new JsonObject { ["id"] = guild.Id.ToString(), ["features"] = new JsonArray(), ["locale"] = "en-US" },
            ["guild_id"] = guild.Id.ToString(),
            ["channel"] = OptionValue.ChannelOf(channel, interaction.User),
            ["channel_id"] = channel.Id.ToString(),
            ["member"] = member,
            ["token"] = interaction.Token,
            ["version"] = 1,
            ["app_permissions"] = PeopleJson.Write(PermissionRules.In(channel, world.Bot.Id)),
            ["locale"] = locale,
            ["guild_locale"] = "en-US",
            ["entitlements"] = new JsonArray(),
            ["entitlement_sku_ids"] = new JsonArray(),
            ["authorizing_integration_owners"] = new JsonObject { ["0"] = guild.Id.ToString() },
            ["context"] = 0,
            ["attachment_size_limit"] = world.Options.MaxFileBytes,
        };
        if (interaction.Source is { } source) json["message"] = MessageJson.Write(source, world);
        return json;
    }
}
