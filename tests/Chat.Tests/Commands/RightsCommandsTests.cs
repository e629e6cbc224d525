using Nightshift.Chat.Replies;
using Nightshift.Chat.Tests.Fakes;
using Nightshift.Runs;

namespace Nightshift.Chat.Tests.Commands;

public sealed class RightsCommandsTests
{
    [Fact]
    public async Task WhoAmI_ListsRolesAndRights()
    {
        var table = Table(await new ChatBox().Say("/whoami"));

        Assert.Equal("you are Olga (operator), with the role operator", table.Title);
        Assert.Equal([["*", "prod", "*", "role operator"], ["status", "test", "cluster", "role operator"]], table.Rows);
    }

    [Fact]
    public async Task WhoAmI_OfABot_SaysWhatItNeverMay()
    {
        await using var box = await LiveBox.StartAsync();

        Assert.Contains("as a bot you never approve", Table(await box.Say("/whoami", "ci")).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_OfABot_HasNothingThatIsPeoplesConsent()
    {
        await using var box = await LiveBox.StartAsync();

        var offered = (await box.Chat.CompleteAsync(new PersonId("ci"), "/", default)).Select(completion => completion.Text.Trim()).ToList();

        Assert.Superset(new HashSet<string> { "/abort", "/pause", "/restart tablet", "/status" }, offered.ToHashSet());
        Assert.Empty(offered.Intersect(["/approve", "/withdraw", "/reject", "/resume", "/retry", "/skip", "/answer", "/unlock"]));
    }

    [Theory]
    [InlineData("/who-can approve --on prod", "operator|role operator", "oncall|role approver")]
    [InlineData("/who-can /upgrade tablet --on=prod", "operator|role operator")]
    [InlineData("/who-can upgrade", "operator|role operator")]
    [InlineData("/who-can status --on test", "operator|role operator")]
    [InlineData("/who-can break-glass", "operator|role operator")]
    [InlineData("/who-can upgrade tablet --on test")]
    public async Task WhoCan_Command_ListsPeopleWithTheirRule(string text, params string[] expected) =>
        Assert.Equal(expected, Table(await new ChatBox().Say(text)).Rows.Select(row => $"{row[0]}|{row[2]}"));

    [Fact]
    public async Task WhoCan_RightOfOnePerson_NamesThePersonAndNeverABot()
    {
        await using var box = await LiveBox.StartAsync();

        Assert.Equal(["olga|role operator", "lena|person lena", "otto|role operator"], Table(await box.Say("/who-can break-glass --on prod")).Rows.Select(row => $"{row[0]}|{row[2]}"));
        Assert.Equal(["olga", "otto", "ci"], Table(await box.Say("/who-can restart tablet --on prod")).Rows.Select(row => row[0]));
    }

    [Theory]
    [InlineData("/who-can", "usage: /who-can <command> [--on cluster]; for example /who-can upgrade tablet")]
    [InlineData("/who-can explode", "there is no command '/explode'; /help lists them")]
    [InlineData("/who-can status --on nowhere", "no cluster is called 'nowhere'; there is prod, test")]
    public async Task WhoCan_Nonsense_SaysHow(string text, string expected) => Assert.Equal(expected, await new ChatBox().Refusal(text));

    [Fact]
    public async Task WhoCan_Completion_OffersCommandsAndClusters()
    {
        Assert.Equal(["/who-can upgrade"], await new ChatBox().Complete("/who-can upg"));
        Assert.Equal(["/who-can status --on prod"], await new ChatBox().Complete("/who-can status --on p"));
        Assert.Empty(await new ChatBox().Complete("/who-can ", "guest"));
    }

    private static Reply.Table Table(Reply reply) => Assert.IsType<Reply.Table>(reply);
}
