namespace Nightshift.Hosts.Tests;

public sealed class DetachedIdTests
{
    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("-x")]
    [InlineData("a b")]
    [InlineData("a\n")]
    public void DetachedId_TextThatIsNoSafeName_IsRefused(string text) => Assert.Throws<FormatException>(() => new DetachedId(text));

    [Fact]
    public void DetachedId_TooLong_IsRefused() => Assert.Throws<FormatException>(() => new DetachedId(new string('a', 129)));

    [Fact]
    public void Value_NeverSet_Throws() => Assert.Throws<InvalidOperationException>(() => default(DetachedId).Value);
}
