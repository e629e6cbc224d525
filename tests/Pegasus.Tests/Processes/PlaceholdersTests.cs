using Nightshift.Pegasus.Processes;

namespace Nightshift.Pegasus.Tests.Processes;

public sealed class PlaceholdersTests
{
    private static readonly Dictionary<string, string> Values = new() { ["host"] = "db1", ["port"] = "34801", ["task"] = "3", ["role"] = "replica" };

    [Theory]
    [InlineData("{task}", "3")]
    [InlineData("{host}:{port}", "db1:34801")]
    [InlineData("--task={task}", "--task=3")]
    [InlineData("plain", "plain")]
    [InlineData("$(reboot); 'x'", "$(reboot); 'x'")]
    public void Fill_Names_BecomeTheirValuesInOneArgument(string template, string filled) => Assert.Equal(filled, Placeholders.Fill(template, Values));

    [Theory]
    [InlineData("{task", "has no partner")]
    [InlineData("task}", "has no partner")]
    [InlineData("{}", "is none of")]
    [InlineData("{tusk}", "{tusk}")]
    [InlineData("{cluster}", "nobody said what {cluster} stands for")]
    public void Fill_NotFillable_SaysWhy(string template, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => Placeholders.Fill(template, Values)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a b")]
    [InlineData("a;reboot")]
    [InlineData("$(reboot)")]
    [InlineData("a\nb")]
    [InlineData("`id`")]
    [InlineData("a'b")]
    [InlineData("{host}")]
    [InlineData("a\u0000")]
    public void Fill_HostileValue_IsRefused(string value) =>
        Assert.Contains("holds more than", Assert.Throws<FormatException>(() => Placeholders.Fill("x{host}", new Dictionary<string, string> { ["host"] = value })).Message, StringComparison.Ordinal);

    [Fact]
    public void Fill_ValueThatWouldBeAnOption_IsRefused() =>
        Assert.Contains("would be read as an option", Assert.Throws<FormatException>(() => Placeholders.Fill("{host}", new Dictionary<string, string> { ["host"] = "--force" })).Message, StringComparison.Ordinal);
}
