using Nightshift.Chat.Discord.Protocol.Setup;
using Nightshift.Chat.Discord.Tests.Protocol.Fakes;

namespace Nightshift.Chat.Discord.Tests.Protocol;

public sealed class DiscordSetupTests
{
    private static readonly Snowflake Application = new(901);
    private static readonly Snowflake Guild = new(4);
    private static readonly Snowflake Channel = new(2);

    [Fact]
    public async Task Check_AllThere_FindsNothing() => Assert.Empty(await CheckAsync(_ => null));

    [Fact]
    public async Task Check_TokenRefused_SaysWhereToGetANewOne() =>
        Assert.Contains("Reset Token", Assert.Single(await CheckAsync(_ => new FakeReply(401, """{"message":"401: Unauthorized","code":0}"""))).NextStep, StringComparison.Ordinal);

    [Fact]
    public async Task Check_Application_FindsWhatIsOtherwise()
    {
        var findings = await CheckAsync(request => request.Path == "applications/@me"
            ? new FakeReply(200, """{"id":"902","name":"x","flags":32768,"bot_public":true,"interactions_endpoint_url":"https://example.org"}""")
            : null);

        Assert.Equal([true, true, false, false], findings.Select(finding => finding.IsFault));
    }

    [Theory]
    [InlineData("guilds/4", "The bot is not a member of the guild 4.", "https://discord.com/oauth2/authorize?client_id=901&scope=bot%20applications.commands&permissions=309237763136&guild_id=4")]
    [InlineData("applications/901/guilds/4/commands", "applications.commands", "https://discord.com/oauth2/authorize?client_id=901")]
    [InlineData("channels/2", "The channel 2 is not one of the guild 4, or the bot may not see it.", "View Channel")]
    public async Task Check_NoAccess_SaysTheNextStep(string path, string sentence, string nextStep)
    {
        var finding = Assert.Single(await CheckAsync(request => request.Path == path ? new FakeReply(403, """{"message":"Missing Access","code":50001}""") : null));

        Assert.True(finding.IsFault);
        Assert.Contains(sentence, finding.Sentence, StringComparison.Ordinal);
        Assert.Contains(nextStep, finding.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_PermissionsDenied_NamesThem()
    {
        var finding = Assert.Single(await CheckAsync(request => request.Path == "channels/2"
            ? new FakeReply(200, """{"id":"2","type":0,"guild_id":"4","permission_overwrites":[{"id":"900","type":1,"allow":"0","deny":"34359738432"}]}""")
            : null));

        Assert.Equal("In the channel 2 the bot lacks: Add Reactions, Create Public Threads.", finding.Sentence);
    }

    [Fact]
    public async Task Check_FewSessionStartsLeft_IsAFault() => Assert.Contains("Only 20 of 1000", Assert.Single(await CheckAsync(_ => null, 20)).Sentence, StringComparison.Ordinal);

    [Theory]
    [InlineData(5_400_000, "for 01:30.")]
    [InlineData(long.MaxValue, "for 24:00.")]
    public async Task Check_FewSessionStartsLeft_TellsForHowLong(long reset, string text) =>
        Assert.Contains(text, Assert.Single(await CheckAsync(_ => null, 20, reset)).Sentence, StringComparison.Ordinal);

    [Theory]
    [InlineData(51UL, "has no role 51, which is to be called", "Copy Role ID")]
    [InlineData(52UL, "The role 'quiet' (52) is to be called, and a mention of it reaches nobody.", "Allow anyone to @mention this role")]
    public async Task Check_RoleToBeCalledThatIsNotReached_SaysTheNextStep(ulong role, string sentence, string nextStep)
    {
        var finding = Assert.Single(await CheckAsync(_ => null, roles: new DiscordRoleUse([new Snowflake(role)], [])));

        Assert.True(finding.IsFault);
        Assert.Contains(sentence, finding.Sentence, StringComparison.Ordinal);
        Assert.Contains(nextStep, finding.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_RolesThatAreReachedAndMeant_FindsNothing()
    {
        Assert.Empty(await CheckAsync(_ => null, roles: new DiscordRoleUse([new Snowflake(53)], ["52", "loud"])));

        const string mayMentionAll = """{"id":"4","name":"g","owner_id":"8","roles":[{"id":"4","name":"@everyone","permissions":"0"},{"id":"40","name":"bot","permissions":"309237894208"}]}""";
        Assert.Empty(await CheckAsync(request => request.Path == "guilds/4" ? new FakeReply(200, mayMentionAll) : null, roles: new DiscordRoleUse([new Snowflake(52)], [])));
    }

    [Theory]
    [InlineData("51", "has no role '51'")]
    [InlineData("silent", "has no role 'silent'")]
    [InlineData("twice", "2 roles of the guild 4 are named 'twice', so none of them counts.")]
    public async Task Check_RoleThatNobodyCanHave_IsAFault(string role, string sentence)
    {
        var finding = Assert.Single(await CheckAsync(_ => null, roles: new DiscordRoleUse([], [role])));

        Assert.True(finding.IsFault);
        Assert.Contains(sentence, finding.Sentence, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<DiscordFinding>> CheckAsync(
        Func<FakeRequest, FakeReply?> answer, int starts = 1000, long reset = 1000, DiscordRoleUse? roles = null)
    {
        await using var discord = await FakeDiscord.StartAsync();
        (discord.SessionStartsLeft, discord.SessionReset) = (starts, reset);
        discord.Answer = request => answer(request) ?? Good(request);
        using var setup = new DiscordSetup(new DiscordClientOptions("token") { ApiUrl = discord.ApiUrl }, TimeProvider.System, new Random(1), new FakeLogger<DiscordSetup>());
        return await Wait.ForAsync(setup.CheckAsync(Application, Guild, [Channel], roles ?? new DiscordRoleUse([], []), CancellationToken.None));
    }

    private static FakeReply Good(FakeRequest request) => new(200, request.Path switch
    {
        "applications/@me" => """{"id":"901","name":"Night","flags":0,"bot_public":false}""",
        "users/@me" => """{"id":"900","username":"night","bot":true}""",
        "guilds/4" => """{"id":"4","name":"g","owner_id":"8","roles":[{"id":"4","name":"@everyone","permissions":"0"},{"id":"40","name":"bot","permissions":"309237763136"}]}""",
        "guilds/4/roles" => """
            [{"id":"52","name":"quiet","permissions":"0","mentionable":false},{"id":"53","name":"loud","permissions":"0","mentionable":true},
             {"id":"54","name":"twice","permissions":"0"},{"id":"55","name":"twice","permissions":"0"}]
            """,
        "guilds/4/members/900" => """{"roles":["40"]}""",
        "channels/2" => """{"id":"2","type":0,"guild_id":"4"}""",
        _ => "[]",
    });
}
