using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord.Protocol.Setup;

public sealed partial class DiscordSetup
{
    /// <summary>Presence, members and message content, each as allowed to small and to large bots. Source: Discord's API reference, "Application flags".</summary>
    private const long PrivilegedIntents = (1 << 12) | (1 << 13) | (1 << 14) | (1 << 15) | (1 << 18) | (1 << 19);

    private void CheckApplication(WireApplication application, Snowflake? expected)
    {
        if (expected is { } id && id != application.Id)
            Fault(
                $"The token is that of the application {application.Id}, the configuration names {id}.",
                "Give the program the token of that application, or correct the id.");
        if (!string.IsNullOrEmpty(application.InteractionsEndpointUrl))
            Fault(
                "Discord sends this application's commands and buttons to an address of the web, so none reach this program.",
                "In the developer portal, under General Information, empty Interactions Endpoint URL.");
        if ((application.Flags & PrivilegedIntents) != 0)
            Advise(
                "The application may receive more than it needs: privileged intents are on.",
                "In the developer portal, under Bot, switch off all Privileged Gateway Intents.");
        if (application.BotPublic)
            Advise("Everybody may add this bot to a guild.", "In the developer portal, under Bot, switch off Public Bot.");
    }

    private async Task CheckGatewayAsync(CancellationToken cancellationToken)
    {
        var limit = (await _api.GetGatewayAsync(cancellationToken)).SessionStartLimit;
        if (limit.Remaining * 10 < limit.Total)
            Fault(
                $"Only {limit.Remaining} of {limit.Total} session starts are left for {(int)limit.Reset.TotalHours:00}:{limit.Reset:mm}.",
                "Look what else uses this token and connects again and again.");
    }

    private async Task<bool> CheckGuildAsync(WireApplication application, Snowflake guild, CancellationToken cancellationToken)
    {
        try
        {
            await _api.GetGuildAsync(guild, cancellationToken);
            return true;
        }
        catch (DiscordRefusedException)
        {
            Fault($"The bot is not a member of the guild {guild}.", $"Open {InviteLink.For(application.Id, guild).AbsoluteUri} as somebody who may manage that guild.");
            return false;
        }
    }

    private async Task CheckCommandsAsync(WireApplication application, Snowflake guild, CancellationToken cancellationToken)
    {
        try
        {
            await _api.GetCommandsAsync(application.Id, guild, cancellationToken);
        }
        catch (DiscordRefusedException)
        {
            Fault(
                "The bot was added without leave to have commands (the scope applications.commands).",
                $"Open {InviteLink.For(application.Id, guild).AbsoluteUri} once more; nothing else changes.");
        }
    }

    private async Task CheckChannelAsync(WireUser self, Snowflake guild, Snowflake channel, CancellationToken cancellationToken)
    {
        try
        {
            var has = await ChannelPermissions.ReadAsync(_api, guild, channel, self.Id, _time.GetUtcNow(), cancellationToken);
            if ((InviteLink.Permissions & ~has) is var missing && missing != DiscordPermissions.None)
                Fault(
                    $"In the channel {channel} the bot lacks: {PermissionNames.Of(missing)}.",
                    "In the channel's settings, under Permissions, allow them to the bot's role.");
        }
        catch (DiscordRefusedException)
        {
            Fault(
                $"The channel {channel} is not one of the guild {guild}, or the bot may not see it.",
                "Correct the id, or, in the channel's settings, under Permissions, allow View Channel to the bot's role.");
        }
    }
}
