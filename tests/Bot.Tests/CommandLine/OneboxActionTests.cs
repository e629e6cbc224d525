using Nightshift.Bot.CommandLine;

namespace Nightshift.Bot.Tests.CommandLine;

public sealed class OneboxActionTests
{
    [Theory]
    [InlineData("up")]
    [InlineData("down --dir /tmp/box")]
    [InlineData("status --dir=/tmp/box --port-offset 100")]
    [InlineData("up --timing upstream --zookeeper zk:2181")]
    public void OptionsForAll_OnlyWhatBothBoxesHave_IsForBoth(string line) => Assert.NotNull(OneboxAction.OptionsForAll(line.Split(' ')));

    [Theory]
    [InlineData("up openmldb")]
    [InlineData("up pegasus --dir /tmp/box")]
    [InlineData("up --tablets 5")]
    [InlineData("up --dir")]
    [InlineData("fault tablet1 op-hang")]
    [InlineData("help")]
    public void OptionsForAll_AnythingElse_IsForOne(string line) => Assert.Null(OneboxAction.OptionsForAll(line.Split(' ')));

    [Fact]
    public void OptionsForAll_WithAnEqualsSign_IsReadAsTwoWords() => Assert.Equal("/tmp/a=b", OneboxAction.OptionsForAll(["down", "--dir=/tmp/a=b"])!["--dir"]);
}
