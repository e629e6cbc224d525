namespace Nightshift.Clusters.Tests.Nodes;

public sealed class NodesTests
{
    [Theory]
    [InlineData("all", true)]
    [InlineData("a:1", false, "a:1")]
    [InlineData("a:1, b:2,", false, "a:1", "b:2")]
    [InlineData("All", false, "All")]
    public void Names_OfASelector_AreThoseThatItLists(string selector, bool all, params string[] names)
    {
        var nodes = new Nodes<INode>(selector);

        Assert.Equal(all, nodes.IsAll);
        Assert.Equal(names, nodes.Names);
    }
}
