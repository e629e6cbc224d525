using Nightshift.Chat.Grammar;

namespace Nightshift.Chat.Tests.Grammar;

public sealed class CommandTextParserTests
{
    [Theory]
    [InlineData("/upgrade tablet 127.0.0.1:10921", new[] { "upgrade", "tablet", "127.0.0.1:10921" })]
    [InlineData("  /status  ", new[] { "status" })]
    [InlineData("/reject 7 \"not at night\"", new[] { "reject", "7", "not at night" })]
    [InlineData("/reject 7 'say \"no\"'", new[] { "reject", "7", "say \"no\"" })]
    [InlineData(@"/reject 7 a\ b\""c", new[] { "reject", "7", "a b\"c" })]
    [InlineData("/upgrade tablet all —mon –version 0.9.3", new[] { "upgrade", "tablet", "all", "--mon", "--version", "0.9.3" })]
    [InlineData("/restart\u3000pegasus a—b", new[] { "restart", "pegasus", "a—b" })]
    [InlineData("/ops \"\"", new[] { "ops", "" })]
    [InlineData("/reject 7 现在不行,等到早上", new[] { "reject", "7", "现在不行,等到早上" })]
    [InlineData("/x --version=0.9.3 $(rm) `ls` ; |", new[] { "x", "--version=0.9.3", "$(rm)", "`ls`", ";", "|" })]
    public void TryParse_GoodLine_CutsWords(string line, string[] words)
    {
        Assert.True(CommandTextParser.TryParse(line, out var command, out var fault), fault);
        Assert.Equal(words, command.Tokens);
        Assert.Equal(line.Trim(), command.Text);
    }

    [Theory]
    [InlineData("status", "begins with a slash")]
    [InlineData("", "begins with a slash")]
    [InlineData("/", "no command after the slash")]
    [InlineData("/reject 7 \"open", "never closed")]
    [InlineData("/reject 7 end\\", "ends in a backslash")]
    [InlineData("/status\n/abort 1", "control character (U+000A)")]
    [InlineData("/status \u001b[2J", "control character (U+001B)")]
    [InlineData("/status \u202Eevil", "invisible (U+202E)")]
    [InlineData("/status \u200Bx", "invisible (U+200B)")]
    [InlineData("/status \U000E0041", "invisible (U+E0041)")]
    [InlineData("/status \u2028x", "control character (U+2028)")]
    public void TryParse_BadLine_SaysWhatIsWrong(string line, string says)
    {
        Assert.False(CommandTextParser.TryParse(line, out _, out var fault));
        Assert.Contains(says, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_TooLong_IsRefusedWithoutEchoingIt()
    {
        Assert.False(CommandTextParser.TryParse("/" + new string('a', 10_000), out _, out var fault));
        Assert.Contains("10,001 characters", fault, StringComparison.Ordinal);
        Assert.True(fault.Length < 200);
    }

    [Fact]
    public void TryParse_TooManyWords_IsRefused() =>
        Assert.False(CommandTextParser.TryParse("/x " + string.Join(' ', Enumerable.Repeat("a", 300)), out _, out _));
}
