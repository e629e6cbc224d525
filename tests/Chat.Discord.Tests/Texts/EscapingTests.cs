using Nightshift.Chat.Discord.Tests.Outbox;
using Nightshift.Chat.Discord.Texts;

namespace Nightshift.Chat.Discord.Tests.Texts;

public sealed class EscapingTests
{
    [Theory]
    [InlineData("plain 127.0.0.1:10921", "plain 127.0.0.1:10921")]
    [InlineData("**bold** _it_ ~~no~~", "\\*\\*bold\\*\\* \\_it\\_ \\~\\~no\\~\\~")]
    [InlineData("`code` ||spoiler||", "\\`code\\` \\|\\|spoiler\\|\\|")]
    [InlineData("<@123> <@&4> <#5> <t:1:R>", "\\<@\u200B123\\> \\<@\u200B&4\\> \\<\\#5\\> \\<t:1:R\\>")]
    [InlineData("@everyone @here", "@\u200Beveryone @\u200Bhere")]
    [InlineData("[click](http://evil)", "\\[click\\](http://evil)")]
    [InlineData("a\nb\r\n# heading\n> quote", "a b  \\# heading \\> quote")]
    [InlineData("\u202Eturned\u001b[31m", "�turned�\\[31m")]
    [InlineData("back\\slash", "back\\\\slash")]
    public void Text_Hostile_IsHarmless(string text, string expected) => Assert.Equal(expected, Escaping.Text(text, 200));

    [Theory]
    [InlineData("升级节点")]
    [InlineData("😀😀😀😀😀😀😀😀")]
    [InlineData("👩‍👩‍👧‍👦👩‍👩‍👧‍👦")]
    [InlineData("e\u0301e\u0301e\u0301e\u0301")]
    [InlineData("****************")]
    [InlineData("\ud83d\ud83d\ud83d lone halves \udc00")]
    public void Text_AnyLength_IsCutBetweenCharacters(string text)
    {
        for (var most = 2; most < 40; most++)
        {
            var cut = Escaping.Text(text, most);
            Assert.InRange(cut.Length, 0, most);
            MessageLimits.AssertWhole(cut);
            Assert.False(cut.TrimEnd('…').EndsWith('\\'), cut);
            Assert.False(cut.EndsWith("\u200D…", StringComparison.Ordinal), cut);
        }
    }

    [Fact]
    public void Text_TenThousandMarksOnOneLetter_IsBounded() => Assert.InRange(Escaping.Text("a" + new string('\u0301', 10_000), 100).Length, 1, 100);

    [Theory]
    [InlineData("a`b``c", "`aˋbˋˋc`")]
    [InlineData("", "` `")]
    [InlineData("/restore failover prod --who @lena", "`/restore failover prod --who @lena`")]
    public void Code_Backticks_DoNotEndIt(string text, string expected) => Assert.Equal(expected, Escaping.Code(text, 100));
}
