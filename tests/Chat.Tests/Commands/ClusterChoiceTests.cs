using Nightshift.Chat.Commands;
using Nightshift.Chat.Tests.Fakes;
using Nightshift.Chat.Grammar;

namespace Nightshift.Chat.Tests.Commands;

public sealed class ClusterChoiceTests
{
    [Theory]
    [InlineData(null, null, "which cluster? Say one of prod, test")]
    [InlineData("openmldb", null, "which cluster? Say one of prod, test")]
    [InlineData("production", null, "no cluster is called 'production'; there is prod, test")]
    [InlineData("prod", "pegasus", "no pegasus cluster is configured: add one with \"Kind\": \"pegasus\" under Nightshift:Clusters, or, where the clusters are those of the onebox, start with --onebox all")]
    public void Choose_NotClear_SaysWhichThereAre(string? named, string? kind, string expected) =>
        Assert.Equal(expected, Assert.Throws<CommandRefusedException>(() => new ChatBox().Choice.Choose(Samples.Operator, "status", null, named, kind)).Message);

    [Fact]
    public void Choose_NameOrOnlyOne_IsTaken()
    {
        Assert.Equal("prod", new ChatBox().Choice.Choose(Samples.Operator, "status", null, "prod", "openmldb").Name);
        Assert.Equal("prod", new ChatBox("prod").Choice.Choose(Samples.Operator, "status", null, null, null).Name);
        Assert.Equal("prod", new ChatBox("prod").Choice.Choose(Samples.Operator, "status", null, "openmldb", null).Name);
    }

    [Fact]
    public void Choose_WithoutTheRight_IsRefused() =>
        Assert.Throws<NotAllowedException>(() => new ChatBox().Choice.Choose(Samples.Guest, "status", null, "prod", null));

    [Fact]
    public async Task Find_CommandsThatShareWords_TakesTheLongest()
    {
        var table = new ChatBox().Table;

        var (longer, rest) = await table.FindAsync(new CommandText("", ["upgrade", "tablet", "all"]), default);
        var (shorter, all) = await table.FindAsync(new CommandText("", ["upgrade", "tablets"]), default);

        Assert.Equal("upgrade tablet", longer.Words);
        Assert.Equal(["all"], rest);
        Assert.Equal("upgrade", shorter.Words);
        Assert.Equal(["tablets"], all);
    }

    [Theory]
    [InlineData("a --on prod b", "prod", "a", "b")]
    [InlineData("a --on=prod", "prod", "a")]
    [InlineData("a --only b", null, "a", "--only", "b")]
    public void Take_OnOption_LeavesTheOthers(string line, string? named, params string[] rest)
    {
        var (cluster, others) = OnOption.Take(line.Split(' '));

        Assert.Equal(named, cluster);
        Assert.Equal(rest, others);
    }
}
