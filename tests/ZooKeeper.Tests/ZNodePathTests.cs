namespace Nightshift.ZooKeeper.Tests;

public sealed class ZNodePathTests
{
    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("/a/")]
    [InlineData("//")]
    [InlineData("/a//b")]
    [InlineData("/.")]
    [InlineData("/a/../b")]
    [InlineData("/a\0")]
    [InlineData("/a\u007f")]
    [InlineData("/a\ufff0")]
    public void Parse_NoPath_IsRefused(string text)
    {
        Assert.False(ZNodePath.TryParse(text, out _));
        Assert.Throws<FormatException>(() => ZNodePath.Parse(text));
    }

    [Fact]
    public void Path_Parts_AreFound()
    {
        var path = ZNodePath.Parse("/openmldb") / "nodes" / "127.0.0.1:10921";
        Assert.Equal("/openmldb/nodes/127.0.0.1:10921", path.ToString());
        Assert.Equal("127.0.0.1:10921", path.Name);
        Assert.Equal("/openmldb/nodes", path.Parent.ToString());
        Assert.Equal(ZNodePath.Root, ZNodePath.Parse("/a").Parent);
        Assert.Equal("/a..b/...", (ZNodePath.Root / "a..b" / "...").ToString());
        Assert.Equal(default, ZNodePath.Root);
        Assert.Throws<FormatException>(() => path / "a//b");
    }
}
