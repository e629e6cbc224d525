namespace Nightshift.ZooKeeper.Tests;

public sealed class ConnectStringTests
{
    [Theory]
    [InlineData("h", "h:2181", "/")]
    [InlineData("h1:1,h2:2/a/b", "h1:1 h2:2", "/a/b")]
    [InlineData(" h1:1 , h2 ", "h1:1 h2:2181", "/")]
    [InlineData("[::1]:99,[fe80::1]/x", "[::1]:99 [fe80::1]:2181", "/x")]
    [InlineData("h:1/", "h:1", "/")]
    public void Parse_Right_GivesServersAndChroot(string text, string servers, string chroot)
    {
        var parsed = ConnectString.Parse(text);
        Assert.Equal(servers, string.Join(' ', parsed.Servers));
        Assert.Equal(chroot, parsed.Chroot.ToString());
        Assert.Equal(parsed.ToString(), ConnectString.Parse(parsed.ToString()).ToString());
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("/a", 1)]
    [InlineData("h:0", 1)]
    [InlineData("h:x,h:70000,:1,,h1 h2:3/a//b", 6)]
    [InlineData("h:1,h:1", 1)]
    [InlineData("h:1/a/", 1)]
    [InlineData("h:1/../b", 1)]
    public void TryParse_Wrong_NamesEveryFault(string text, int faultCount)
    {
        Assert.False(ConnectString.TryParse(text, out _, out var faults));
        Assert.Equal(faultCount, faults.Count);
        var thrown = Assert.Throws<FormatException>(() => ConnectString.Parse(text));
        Assert.All(faults, fault => Assert.Contains(fault, thrown.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Faults_OfOptions_AreAllNamed()
    {
        var options = new ZooKeeperOptions
        {
            Servers = ConnectString.Parse("h"), SessionTimeout = TimeSpan.Zero, UnreachableAfter = TimeSpan.Zero,
            CloseTimeout = TimeSpan.Zero, MaxReplyBytes = 1, MaxRequestBytes = 1,
        };
        Assert.Equal(5, options.Faults().Count);
        Assert.Empty(new ZooKeeperOptions { Servers = ConnectString.Parse("h") }.Faults());
    }
}
