using Nightshift.Chat.Discord.People;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.People;
using Nightshift.Runs;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Nightshift.Chat.Discord.Tests.People;

public sealed class DiscordPeopleTests
{
    private static readonly Snowflake Guild = new(10);
    private static readonly Snowflake Wei = new(1);
    private static readonly Snowflake Oncall = new(100);
    private readonly IDiscord _discord = Substitute.For<IDiscord>();
    private readonly IChannelStore _store = Substitute.For<IChannelStore>();

    public DiscordPeopleTests()
    {
        _store.LinksAsync("", default).ReturnsForAnyArgs([]);
        Member(Oncall);
        Names((Oncall, "on call"));
    }

    [Fact]
    public async Task Find_MappedRole_IsGivenAndTakenAsTheGuildDoes()
    {
        var people = People("100");
        Assert.Equal(["operator", "oncall"], (await people.FindAsync(Wei, false, default)).Person!.Roles);

        Member();
        Assert.Equal(["operator"], (await people.FindAsync(Wei, false, default)).Person!.Roles);
    }

    [Fact]
    public async Task Find_RoleByName_CountsOnlyWhileOneAloneHasIt()
    {
        var people = People("on call");
        Assert.Contains("oncall", (await people.FindAsync(Wei, false, default)).Person!.Roles);

        Names((Oncall, "on call"), (new Snowflake(101), "on call"));
        Assert.DoesNotContain("oncall", (await people.FindAsync(Wei, false, default)).Person!.Roles);
    }

    [Fact]
    public async Task Find_DiscordThatCannotBeAsked_IsRefusedAndUnknown()
    {
        _discord.FindMemberAsync(default, default, default).ThrowsAsyncForAnyArgs(new DiscordUnreachableException("away"));

        var found = await People("100").FindAsync(Wei, false, default);

        Assert.Equal((null, Sentences.NotAsked, true), (found.Person, found.Refusal, found.IsUnknown));
    }

    [Fact]
    public async Task Find_BotOrFormerMemberOrStranger_IsNobody()
    {
        var people = People("100");
        Assert.Equal(Sentences.Bot, (await people.FindAsync(Wei, true, default)).Refusal);
        Assert.Equal(Sentences.Stranger, (await people.FindAsync(new Snowflake(2), false, default)).Refusal);
        _discord.FindMemberAsync(Guild, Wei, default).ReturnsForAnyArgs(new DiscordMember(new DiscordUser(Wei, "wei", true), []));
        Assert.Equal(Sentences.Bot, (await people.FindAsync(Wei, null, default)).Refusal);
        _discord.FindMemberAsync(Guild, Wei, default).ReturnsForAnyArgs((DiscordMember?)null);
        Assert.Equal(Sentences.NotMember, (await people.FindAsync(Wei, null, default)).Refusal);
    }

    [Fact]
    public async Task Find_LinkOfSomebodyTheConfigurationNames_DoesNotCount()
    {
        _store.LinksAsync("", default).ReturnsForAnyArgs([new ChannelLink("discord", "2", new PersonId("wei")), new ChannelLink("discord", "3", new PersonId("lena"))]);
        var people = People("100");

        Assert.Null((await people.FindAsync(new Snowflake(2), false, default)).Person);
        Assert.Equal("lena", (await people.FindAsync(new Snowflake(3), false, default)).Person!.Id.Value);
    }

    [Fact]
    public async Task Find_AccountOfNobody_AsksDiscordNothing()
    {
        Assert.Equal(Sentences.Stranger, (await People("on call").FindAsync(new Snowflake(2), null, default)).Refusal);

        Assert.Empty(_discord.ReceivedCalls());
    }

    [Fact]
    public async Task LatelyOf_ManyAtOnce_AskDiscordOnce()
    {
        var answer = new TaskCompletionSource<IReadOnlyDictionary<Snowflake, string>>();
        _discord.GetRolesAsync(default, default).ReturnsForAnyArgs(answer.Task);
        var options = new DiscordChannelOptions(new Snowflake(9), Guild, [new Snowflake(11)]) { Roles = new Dictionary<string, IReadOnlyList<string>> { ["on call"] = ["oncall"] } };
        var roles = new GuildRoles(_discord, options, TimeProvider.System);

        var typing = Enumerable.Range(0, 20).Select(_ => roles.LatelyOfAsync([Oncall], default)).ToList();
        answer.SetResult(new Dictionary<Snowflake, string> { [Oncall] = "on call" });

        Assert.All(await Task.WhenAll(typing), given => Assert.Equal(["oncall"], given));
        await _discord.ReceivedWithAnyArgs(1).GetRolesAsync(default, default);
        await roles.OfAsync([Oncall], default);
        await _discord.ReceivedWithAnyArgs(2).GetRolesAsync(default, default);
    }

    private DiscordPeople People(string role)
    {
        var options = new DiscordChannelOptions(new Snowflake(9), Guild, [new Snowflake(11)])
        {
            Roles = new Dictionary<string, IReadOnlyList<string>> { [role] = ["oncall"] },
        };
        var accounts = new AccountBook(_store, new Dictionary<Snowflake, PersonId> { [Wei] = new("wei") }, TimeProvider.System);
        var directory = new PeopleDirectory([new Person(new PersonId("wei"), "Wei", ["operator"]), new Person(new PersonId("lena"), "Lena", [])], []);
        return new DiscordPeople(_discord, accounts, directory, options, new GuildRoles(_discord, options, TimeProvider.System));
    }

    private void Member(params Snowflake[] roles) => _discord.FindMemberAsync(default, default, default).ReturnsForAnyArgs(new DiscordMember(new DiscordUser(Wei, "wei", false), roles));

    private void Names(params (Snowflake Id, string Name)[] roles) => _discord.GetRolesAsync(default, default).ReturnsForAnyArgs(roles.ToDictionary(role => role.Id, role => role.Name));
}
