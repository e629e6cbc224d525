using Nightshift.Chat.Replies;
using Nightshift.Chat.Tests.Fakes;
using Nightshift.Clusters;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Nightshift.Chat.Tests.Commands;

public sealed class ReplicasCommandTests
{
    private readonly ChatBox _box = new();

    [Fact]
    public async Task Replicas_Table_TellsWhoLeadsAndWhatIsWrong()
    {
        _box.Prod.PartitionsAsync("bank.tx", default).ReturnsForAnyArgs(
        [
            new PartitionStatus(0, Health.Healthy, "a:1", ["b:1", "c:1"], "term 3, offset 120", ""),
            new PartitionStatus(1, Health.Down, null, ["b:1 (not alive)"], "term 2, offset unknown", "nobody leads"),
        ]);

        var table = Assert.IsType<Reply.Table>(await _box.Say("/replicas bank.tx --on prod"));

        Assert.Equal(["0", "healthy", "a:1", "b:1, c:1", "term 3, offset 120", ""], table.Rows[0]);
        Assert.Equal(["1", "down", "nobody", "b:1 (not alive)", "term 2, offset unknown", "nobody leads"], table.Rows[1]);
        Assert.Equal("2 partitions, 1 not healthy", table.Summary);
    }

    [Fact]
    public async Task Replicas_ManyPartitions_ShowsWhatIsWrongFirst()
    {
        _box.Prod.PartitionsAsync("t", default).ReturnsForAnyArgs(
            [.. Enumerable.Range(0, 300).Select(index => new PartitionStatus(index, index == 299 ? Health.Degraded : Health.Healthy, "a:1", [], "", ""))]);

        var table = Assert.IsType<Reply.Table>(await _box.Say("/replicas t --on prod"));

        Assert.Equal("299", table.Rows[0][0]);
        Assert.Equal(200, table.Rows.Count);
        Assert.Equal("300 partitions, 1 not healthy, 200 shown", table.Summary);
    }

    [Fact]
    public async Task Replicas_NoSuchTable_IsARefusalThatNamesThoseThereAre()
    {
        _box.Prod.PartitionsAsync("", default).ThrowsAsyncForAnyArgs(new NoSuchTableException("prod", "bank.txx", ["bank.tx"]));

        Assert.Equal("prod has no table 'bank.txx'; there is bank.tx", await _box.Refusal("/replicas bank.txx --on prod"));
    }

    [Fact]
    public async Task Replicas_WithoutATable_SaysHow() => Assert.Equal("usage: /replicas <table> [--on cluster]", await _box.Refusal("/replicas --on prod"));
}
