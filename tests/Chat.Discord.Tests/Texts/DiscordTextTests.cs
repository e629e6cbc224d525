using System.Text;
using Nightshift.Chat.Discord.Texts;

namespace Nightshift.Chat.Discord.Tests.Texts;

public sealed class DiscordTextTests
{
    [Theory]
    [InlineData("**bold** _it_ ~~x~~ ||spoiler||")]
    [InlineData("@everyone @here <@123> <@&456> <#789>")]
    [InlineData("[click](https://evil.example) <https://evil.example>")]
    [InlineData("# heading")]
    [InlineData("> quote")]
    [InlineData("```js\ncode```")]
    [InlineData(@"back\slash")]
    public void Line_Markup_ReadsAsWrittenAndMeansNothing(string text)
    {
        var line = DiscordText.Line(text, 1000);

        Assert.DoesNotContain('\n', line);
        Assert.DoesNotContain("@everyone", line, StringComparison.Ordinal);
        Assert.DoesNotContain("@here", line, StringComparison.Ordinal);
        for (var i = 0; i < line.Length; i++)
            if ("*_~`|>#[]<".Contains(line[i], StringComparison.Ordinal)) Assert.Equal('\\', line[i - 1]);
    }

    [Theory]
    [InlineData("升级一个节点，或者逐个升级全部节点")]
    [InlineData("😀😁😂🤣😃😄😅😆")]
    [InlineData("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦")]
    [InlineData("*_*_*_*_*_*_*_*_*_")]
    [InlineData("e\u0301e\u0301e\u0301e\u0301e\u0301")]
    public void Line_CutAnywhere_HoldsWholeCharactersAndIsBounded(string text)
    {
        for (var most = 1; most <= text.Length * 2; most++)
        {
            var line = DiscordText.Line(text, most);
            Assert.True(line.Length <= most, $"{line.Length} > {most}");
            AssertWhole(line);
            Assert.False(line.TrimEnd('…').EndsWith('\\') && !line.TrimEnd('…').EndsWith(@"\\", StringComparison.Ordinal), line);
            AssertWhole(DiscordText.Cut(text, most));
            Assert.True(DiscordText.Cut(text, most).Length <= most);
        }
    }

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
    public void Line_100000Characters_IsQuickAndBounded()
    {
        Assert.InRange(DiscordText.Line(new string('*', 100_000), 2000).Length, 1990, 2000);
        Assert.InRange(DiscordText.Line("a" + string.Concat(Enumerable.Repeat('\u0301', 100_000)), 2000).Length, 1, 2000);
    }

    private static void AssertWhole(string text) => Assert.DoesNotContain(Rune.ReplacementChar, text.EnumerateRunes());
}
