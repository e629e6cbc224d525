namespace Nightshift.Clusters.Tests.Nodes;

public sealed class NodeWordsTests
{
    [Theory]
    [InlineData("Tablet", "tablet")]
    [InlineData("ReplicaServer", "replica server")]
    [InlineData("Collector", "collector")]
    public void Of_TypeName_IsWhatPeopleSay(string type, string expected) => Assert.Equal(expected, NodeWords.Of(type));
}
