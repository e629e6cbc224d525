using Nightshift.Chat.Discord.Texts;

namespace Nightshift.Chat.Discord.Tests.Texts;

public sealed class DiscordTextTests
{
    [Fact]
    public void Block_Fences_DoNotEndIt()
    {
        var (block, isWhole) = DiscordText.Block(["a ``` @everyone", "``` b"], 200);

        Assert.True(isWhole);
        Assert.Equal(2, block.Split("```").Length - 1);
    }

    [Fact]
    public void Block_TooMuch_HoldsTheFirstWholeLines()
    {
        var (block, isWhole) = DiscordText.Block(Enumerable.Range(0, 100_000).Select(i => $"line {i}"), 2000);

        Assert.False(isWhole);
        Assert.InRange(block.Length, 1900, 2000);
        Assert.EndsWith("```", block, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_ManyLines_AreEscapedAndBounded()
    {
        Assert.Equal("a \\*b\\*\n@\u200Beveryone", DiscordText.Lines("a *b*\r\n@everyone", 100));
        Assert.InRange(DiscordText.Lines(string.Join('\n', Enumerable.Repeat(new string('*', 300), 400)), 2000).Length, 1900, 2000);
    }
}
