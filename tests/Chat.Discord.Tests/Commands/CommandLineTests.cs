using Nightshift.Chat.Commands;
using Nightshift.Chat.Discord.Commands;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.Grammar;

namespace Nightshift.Chat.Discord.Tests.Commands;

public sealed class CommandLineTests
{
    private static readonly CommandParameter Run = new("run", "which") { IsRequired = true };
    private static readonly CommandParameter Version = new("version", "which", ParameterForm.Named) { IsCompleted = true };
    private static readonly CommandParameter Force = new("force", "do", ParameterForm.Flag) { Type = ParameterType.Switch };
    private static readonly CommandParameter Now = new("now", "do", ParameterForm.Word) { Type = ParameterType.Switch };
    private static readonly CommandParameter Line = new("command", "which", ParameterForm.Line);

    [Theory]
    [InlineData("a b")]
    [InlineData("a\" --break-glass=\"because I say so")]
    [InlineData("a' --force '")]
    [InlineData(@"a\")]
    [InlineData("\\\" --x")]
    [InlineData("—force")]
    [InlineData("--force")]
    [InlineData("=")]
    [InlineData("")]
    [InlineData("升级 tablet，全部")]
    [InlineData("😀 @everyone <@1> `x`")]
    public void Write_HostileValue_IsOneWordOfTheLine(string value)
    {
        var line = CommandLine.Write(Entry(Run, Version, Force), [new("run", "7"), new("version", value), new("force", "false")], out _);

        Assert.True(CommandTextParser.TryParse(line!, out var parsed, out var fault), fault);
        Assert.Equal(["do", "it", "7", $"--version={value}"], parsed.Tokens);
    }

    [Theory]
    [InlineData("--on=prod")]
    [InlineData("--force")]
    public void Write_PositionalValueWithDashes_IsRefused(string value)
    {
        Assert.Null(CommandLine.Write(Entry(Run, Force), [new("run", value)], out var fault));
        Assert.Equal(new LineFault(Sentences.NotAValue, "run"), fault);
    }

    /// <summary>Left out, "restart these servers" would be "restart the cluster".</summary>
    [Fact]
    public void Write_OptionThatTheCommandHasNot_IsRefused()
    {
        Assert.Null(CommandLine.Write(Entry(Version, Force), [new("version", "0.9"), new("servers", "r1"), new("force", "true")], out var fault));
        Assert.Equal(new LineFault(Sentences.CommandChanged, "servers"), fault);
    }

    [Fact]
    public void Write_Forms_StandInTheOrderOfTheCommand()
    {
        var entry = Entry(Run, Now, Force, Line);
        Assert.Equal("/do it 7 now --force restart tablet all", CommandLine.Write(entry, [new("command", "restart tablet all"), new("force", "true"), new("now", "true"), new("run", "7")], out _));
        Assert.Equal("/do it 7", CommandLine.Write(entry, [new("run", "7"), new("now", "false")], out _));
    }

    [Fact]
    public void Begin_NamedAndPositional_EndWithWhatIsTyped()
    {
        Assert.Equal("/do it --version 0.9", CommandLine.Begin(Entry(Run, Version), [new("version", "0.9", true)], out _));
        Assert.Equal("/do it --version=1 a", CommandLine.Begin(Entry(Run, Version), [new("version", "1"), new("run", "a", true)], out var typed));
        Assert.Equal("a", typed);
        Assert.Equal("/do it --version ", CommandLine.Begin(Entry(Run, Version), [new("version", "", true)], out _));
        Assert.Null(CommandLine.Begin(Entry(Run), [new("run", "--o", true)], out _));
        Assert.Null(CommandLine.Begin(Entry(Version), [new("version", "a b", true)], out _));
    }

    private static CommandEntry Entry(params CommandParameter[] parameters) =>
        OptionBuilder.Entry(new SampleCommand("do it", "Does it", parameters));
}
