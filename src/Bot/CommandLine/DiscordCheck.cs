using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Bot.Configuration;
using Nightshift.Bot.Wiring;
using Nightshift.Chat.Discord;
using Nightshift.Chat.Discord.Protocol.Setup;

namespace Nightshift.Bot.CommandLine;

/// <summary>The part of <c>validate</c> that asks Discord: token, intents, membership, commands, permissions in each channel, roles. It reads only.</summary>
internal static class DiscordCheck
{
    /// <returns>The faults; advice and the invite link are printed.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(Startup startup, TextWriter output, CancellationToken cancellationToken)
    {
        if (!startup.Options.Discord.IsConfigured) return [];
        var options = ConfiguredDiscord.Of(startup.Options);
        await output.WriteLineAsync($"Discord: the link that adds the bot to the guild, with what it needs and no more ({PermissionNames.Of(InviteLink.Permissions)}):");
        await output.WriteLineAsync($"  {InviteLink.For(options.Application, options.Guild).AbsoluteUri}");
        using var setup = new DiscordSetup(ConfiguredDiscord.ClientOf(startup.Options), TimeProvider.System, new Random(), NullLogger<DiscordSetup>.Instance);
        var roles = new DiscordRoleUse([.. options.OnCall.Select(entry => entry.Role).OfType<Snowflake>()], [.. options.Roles.Keys]);
        var findings = await setup.CheckAsync(options.Application, options.Guild, options.Channels, roles, cancellationToken);
        foreach (var advice in findings.Where(finding => !finding.IsFault)) await output.WriteLineAsync($"Discord: {advice}");
        return [.. findings.Where(finding => finding.IsFault).Select(finding => $"Discord: {finding}")];
    }
}
