using Nightshift.Chat.Rendering;
using Nightshift.Chat.Replies;
using Nightshift.Chat.Tests.Fakes;
using Nightshift.Clusters;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Nightshift.Chat.Tests.Commands;

public sealed class SeveralClustersTests
{
    private readonly ChatBox _box = new();

    [Fact]
    public async Task Status_NoClusterNamed_AnswersForEachThatMayBeRead()
    {
        _box.Clusters[0].StatusAsync(default).ReturnsForAnyArgs(Well("prod"));
        _box.Clusters[1].StatusAsync(default).ReturnsForAnyArgs(Well("test"));

        var several = Assert.IsType<Reply.Several>(await _box.Say("/status"));

        Assert.Equal(["prod (openmldb): healthy", "test (openmldb): healthy"], several.Parts.Cast<Reply.Table>().Select(table => table.Title));
        Assert.Contains("", TextRendering.Lines(several));
    }

    [Fact]
    public async Task Status_OneThatCannotBeRead_KeepsNobodyFromTheOthers()
    {
        _box.Clusters[0].StatusAsync(default).ThrowsAsyncForAnyArgs(new TimeoutException("no answer from zk1"));
        _box.Clusters[1].StatusAsync(default).ReturnsForAnyArgs(Well("test"));

        var several = Assert.IsType<Reply.Several>(await _box.Say("/status"));

        Assert.Equal("prod: no answer from zk1", Assert.IsType<Reply.Failure>(several.Parts[0]).Content);
        Assert.Equal("all well", Assert.IsType<Reply.Table>(several.Parts[1]).Summary);
    }

    [Fact]
    public async Task Tables_RightOnOneCluster_NeedsNoName()
    {
        _box.Prod.TablesAsync(default).ReturnsForAnyArgs([]);

        Assert.Equal("Tables of prod", Assert.IsType<Reply.Table>(await _box.Say("/tables")).Title);
    }

    [Fact]
    public async Task Tables_SizesThatTheKindDoesNotTell_HaveNoColumn()
    {
        _box.Prod.TablesAsync(default).ReturnsForAnyArgs(
        [
            new TableStatus("orders", 8, 3, Health.Healthy, null, null, 2048, ""),
            new TableStatus("users", 4, 3, Health.Healthy, null, null, null, ""),
        ]);

        var table = Assert.IsType<Reply.Table>(await _box.Say("/tables"));

        Assert.Equal(["table", "partitions", "replicas", "health", "disk", "note"], table.Columns);
        Assert.Equal([["orders", "8", "3", "healthy", "2 KiB", ""], ["users", "4", "3", "healthy", "?", ""]], table.Rows);
    }

    private static ClusterStatus Well(string cluster) => new(cluster, "openmldb", Health.Healthy, [], new Dictionary<string, string>(), "all well");
}
