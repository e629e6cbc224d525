namespace Nightshift.Hosts.Tests;

public sealed class HostCommandTests
{
    [Theory]
    [InlineData("")]
    [InlineData("-x")]
    [InlineData("a\0b")]
    public void HostCommand_ProgramThatCannotBe_IsRefused(string program) =>
        Assert.Throws<ArgumentException>(() => new HostCommand(program));

    [Fact]
    public void HostCommand_NulOrLoneSurrogate_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new HostCommand("echo", "a\0b"));
        Assert.Throws<ArgumentException>(() => new HostCommand("echo", "a" + (char)0xd800));
    }

    [Fact]
    public void HostCommand_NoProgram_IsRefused() => Assert.Throws<ArgumentException>(() => new HostCommand([]));

    [Theory]
    [InlineData("A=B")]
    [InlineData("")]
    [InlineData("1A")]
    [InlineData("A B")]
    [InlineData("A\n")]
    public void HostCommand_VariableNameThatCannotBe_IsRefused(string name) => Assert.Throws<ArgumentException>(
        () => new HostCommand("env") { Environment = new Dictionary<string, string> { [name] = "x" } });

    [Fact]
    public void HostCommand_RelativeDirectory_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new HostCommand("true") { WorkingDirectory = "here" });

    [Fact]
    public void HostCommand_NoTimeOrNegativeOutput_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new HostCommand("true") { Timeout = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HostCommand("true") { MaxOutput = -1 });
    }

    [Fact]
    public void ToString_HardWords_AreQuoted() =>
        Assert.Equal("start.sh start '' 'a b' 'it'\\''s'", new HostCommand("start.sh", "start", "", "a b", "it's").ToString());

    [Fact]
    public void HostCommand_ListChangedLater_StaysAsItWas()
    {
        var arguments = new List<string> { "rm", "one" };
        var command = new HostCommand(arguments);

        arguments[1] = "all";

        Assert.Equal(["rm", "one"], command.Arguments);
    }
}
