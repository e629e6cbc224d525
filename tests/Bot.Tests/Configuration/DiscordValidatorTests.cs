using Nightshift.Bot.Configuration;
using Nightshift.Chat.Discord;
using Nightshift.Runs;

namespace Nightshift.Bot.Tests.Configuration;

public class DiscordValidatorTests
{
    private static readonly NightshiftOptions Good = new()
    {
        People = new() { ["wei"] = new PersonOptions { Discord = "1" }, ["lena"] = new PersonOptions { Roles = ["oncall"] } },
        Discord = new DiscordOptions
        {
            Token = "env:PATH",
            Application = "10",
            Guild = "20",
            Channels = ["30", "31"],
            Roles = new() { ["Night Team"] = ["operator"], ["40"] = ["oncall", "operator"] },
            OnCall = [new OnCallOptions { Person = "lena", After = TimeSpan.FromMinutes(5) }, new OnCallOptions { Role = "41", After = TimeSpan.FromMinutes(15) }],
            WhenAwayByTier = new() { ["high"] = "hold" },
        },
    };

    [Fact]
    public void Validate_GoodConfiguration_HasNoFaultAndIsRead()
    {
        Assert.Empty(DiscordValidator.Validate(Good));
        var options = ConfiguredDiscord.Of(Good);

        Assert.Equal((10UL, 20UL, 30UL), (options.Application.Value, options.Guild.Value, options.Channels[0].Value));
        Assert.Equal(new PersonId("wei"), options.People[new Snowflake(1)]);
        Assert.True(options.HoldsWhenAwayByTier[RiskTier.High]);
        Assert.Equal([new OnCallEntry(new PersonId("lena"), null, TimeSpan.FromMinutes(5)), new OnCallEntry(null, new Snowflake(41), TimeSpan.FromMinutes(15))], options.OnCall);
        Assert.DoesNotContain(Environment.GetEnvironmentVariable("PATH")!, ConfiguredDiscord.ClientOf(Good).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_NoToken_HasNothingToSayOfTheChannel() => Assert.Empty(DiscordValidator.Validate(new NightshiftOptions { Discord = new DiscordOptions { Guild = "?" } }));

    [Fact]
    public void Validate_EveryFault_IsToldAndNothingSecretRepeated()
    {
        var faults = DiscordValidator.Validate(new NightshiftOptions
        {
            People = new() { ["wei"] = new PersonOptions { Discord = "1" }, ["lena"] = new PersonOptions { Discord = "1" }, ["tom"] = new PersonOptions { Discord = "tom#1" } },
            Discord = new DiscordOptions
            {
                Token = "MTA.the-token.itself",
                Guild = "MTA.the-token.itself",
                Channels = ["general"],
                Commands = "both",
                Language = "de",
                WhenAway = "panic",
                WhenAwayByTier = new() { ["Huge"] = "hold" },
                AwayAfter = TimeSpan.FromSeconds(-1),
                Roles = new() { ["x"] = [] },
                ApiUrl = "http://example.com/",
                OnCall = [new OnCallOptions(), new OnCallOptions { Person = "nobody" }, new OnCallOptions { Role = "leads", After = TimeSpan.FromSeconds(-1) }],
            },
        }).ToList();

        foreach (var setting in (string[])
            [
                "People:lena:Discord", "People:tom:Discord", "Token", "Application", "Guild", "Channels:0", "Commands", "Language", "WhenAway:", "WhenAwayByTier:", "AwayAfter", "Roles:x", "ApiUrl", "OnCall:0",
                "OnCall:1:Person", "OnCall:2:Role", "OnCall:2:After",
            ])
            Assert.Contains(faults, fault => fault.Contains(setting, StringComparison.Ordinal));
        Assert.Equal(17, faults.Count);
        Assert.DoesNotContain(faults, fault => fault.Contains("MTA", StringComparison.Ordinal));
    }

    [Fact]
    public void HasRole_OfTheGuild_IsOneThatSomebodyMayHave()
    {
        Assert.True(RightsValidator.HasRole(Good, "operator"));
        Assert.Single(ConfiguredPeople.DirectoryOf(Good with { Rights = [new GrantOptions { Role = "operator", Commands = ["*"] }] }).Approvers("prod", "operator", new PersonId("lena")));
        Assert.Empty(ConfiguredPeople.DirectoryOf(Good).Approvers("prod", "operator", new PersonId("lena")));
    }
}
