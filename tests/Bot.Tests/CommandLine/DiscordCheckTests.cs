using Nightshift.Bot.CommandLine;
using Nightshift.Bot.Tests.Fakes;
using Nightshift.Bot.Wiring;
using Nightshift.Discord.Server;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Bot.Tests.CommandLine;

public sealed class DiscordCheckTests
{
    [Fact]
    public async Task Run_AgainstTheStrictServer_PrintsTheInviteLinkAndNamesWhatIsMissing()
    {
        await using var discord = await DiscordServer.StartAsync();
        using var folder = new TempSettings("");
        using var settings = SettingsFor(discord, folder.Folder);
        var good = new StringWriter();

        Assert.Empty(await DiscordCheck.RunAsync(Startup.Read(settings.Start), good, default));
        Assert.Contains("scope=bot%20applications.commands&permissions=", good.ToString(), StringComparison.Ordinal);

        discord.DenyBot(discord.Channel, Permission.EmbedLinks);
        Assert.Contains("lacks: Embed Links", Assert.Single(await DiscordCheck.RunAsync(Startup.Read(settings.Start), TextWriter.Null, default)), StringComparison.Ordinal);
        discord.ResetToken("another.token.now");
        var refused = Assert.Single(await DiscordCheck.RunAsync(Startup.Read(settings.Start), TextWriter.Null, default));
        Assert.Contains("does not accept the token", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("MTA", refused + good, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_RolesOfTheConfiguration_AreLookedForInTheGuild()
    {
        await using var discord = await DiscordServer.StartAsync();
        using var folder = new TempSettings("");
        var quiet = discord.AddRole("quiet");
        using var settings = SettingsFor(discord, folder.Folder, $$""", "Roles": { "4711": [ "r" ] }, "OnCall": [ { "Role": "{{quiet.Id}}", "After": "00:05:00" } ]""");

        var faults = await DiscordCheck.RunAsync(Startup.Read(settings.Start), TextWriter.Null, default);

        Assert.Equal(2, faults.Count);
        Assert.Contains("has no role '4711'", faults[0], StringComparison.Ordinal);
        Assert.Contains("a mention of it reaches nobody", faults[1], StringComparison.Ordinal);
    }

    private static TempSettings SettingsFor(DiscordServer discord, string folder, string more = "")
    {
        var token = Path.Combine(folder, "token");
        File.WriteAllText(token, discord.Token + "\n");
        return new TempSettings($$"""
            {{TempSettings.People}},
            "Discord": { "Token": "file:{{token}}", "Application": "{{discord.Bot.Id}}", "Guild": "{{discord.Guild.Id}}", "Channels": [ "{{discord.Channel.Id}}" ], "ApiUrl": "{{discord.Rest}}"{{more}} }
            """);
    }
}
