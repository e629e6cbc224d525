using Nightshift.Chat.Commands;
using Nightshift.Chat.Replies;
using Nightshift.Chat.Tests.Fakes;

namespace Nightshift.Chat.Tests.Commands;

/// <summary>Commands for a kind of cluster of which none is configured.</summary>
public sealed class MissingKindTests
{
    private static readonly string _none = ClusterChoice.NoneOf("pegasus");

    private readonly ChatBox _box = new();

    public MissingKindTests()
    {
        _box.PlaybookFor("pegasus", "upgrade pegasus ha");
        _box.PlaybookFor("pegasus", "upgrade pegasus simple");
        _box.PlaybookFor("pegasus", "balance pegasus");
        _box.PlaybookFor("pegasus", "tidy pegasus");
        _box.PlaybookFor("openmldb", "tidy openmldb");
    }

    [Fact]
    public async Task Complete_KindThatIsNotConfigured_IsNotOffered()
    {
        Assert.Equal(["/upgrade ", "/upgrade tablet "], await _box.Complete("/upg"));
        Assert.Empty(await _box.Complete("/bal"));
        Assert.Empty(await _box.Complete("/balance pegasus "));
        Assert.DoesNotContain("/who-can balance", await _box.Complete("/who-can "));
    }

    [Fact]
    public async Task Help_KindThatIsNotConfigured_IsNotListedAndSaysWhy()
    {
        var all = Assert.IsType<Reply.Table>(await _box.Say("/help"));

        Assert.DoesNotContain(all.Rows, row => row[0].Contains("pegasus", StringComparison.Ordinal));
        Assert.Contains(all.Rows, row => row[0].StartsWith("/upgrade tablet", StringComparison.Ordinal));
        Assert.Equal(_none, await _box.Refusal("/help upgrade pegasus"));
        Assert.Equal(_none, await _box.Refusal("/help balance"));
        Assert.Equal("there is no command '/balance' for you; /help lists them", await _box.Refusal("/help balance", "guest"));
    }

    [Theory]
    [InlineData("/upgrade pegasus ha")]
    [InlineData("/upgrade pegasus ha 2.5.0 --on prod")]
    [InlineData("/balance pegasus")]
    [InlineData("/balance")]
    [InlineData("/balance all")]
    [InlineData("/plan balance pegasus")]
    public async Task Say_KindThatIsNotConfigured_SaysWhatToConfigure(string text) => Assert.Equal(_none, await _box.Refusal(text));

    [Fact]
    public async Task Say_WordsGoOnOnlyForAKindThatIsNotConfigured_SaysWhatToConfigure()
    {
        var box = new ChatBox();
        box.PlaybookFor("pegasus", "restart pegasus ha");
        box.PlaybookFor("pegasus", "restart pegasus simple");
        box.PlaybookFor("openmldb", "restart tablet");

        Assert.Equal(_none, await box.Refusal("/restart pegasus"));
        Assert.Equal("/restart goes on as one of: /restart tablet", await box.Refusal("/restart it"));
    }

    [Fact]
    public async Task Say_OneWordIsEnoughForTheKindThatIsConfigured_MeansThat() =>
        Assert.DoesNotContain("goes on as one of", await _box.Refusal("/tidy now"), StringComparison.Ordinal);
}
