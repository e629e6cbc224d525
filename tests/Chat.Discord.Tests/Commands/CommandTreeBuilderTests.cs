using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Chat.Commands;
using Nightshift.Chat.Discord.Commands;
using Nightshift.Chat.Discord.Texts;

namespace Nightshift.Chat.Discord.Tests.Commands;

public sealed partial class CommandTreeBuilderTests
{
    [Fact]
    public void Build_WordsOfDifferentLengths_BecomeCommandsGroupsAndSubCommands()
    {
        var tree = Build(new SampleCommand("status", "S"), new SampleCommand("restart tablet", "T"), new SampleCommand("restart pegasus ha", "H"), new SampleCommand("restart pegasus simple", "I"));

        Assert.Empty(tree.Faults);
        Assert.Equal(["restart", "status"], tree.Commands.Select(command => command.Name));
        var restart = tree.Commands[0];
        Assert.Equal([(DiscordOptionType.SubCommandGroup, "pegasus"), (DiscordOptionType.SubCommand, "tablet")], restart.Options.Select(option => (option.Type, option.Name)));
        Assert.Equal(["ha", "simple"], restart.Options[0].Options.Select(option => option.Name));
        Assert.Equal("H", tree.Find(["restart", "pegasus", "ha"])!.Command.Summary);
        Assert.Null(tree.Find(["restart", "pegasus"]));
    }

    [Fact]
    public void Build_CommandsThatWouldBeTheSame_AreReportedAndTheFirstStands()
    {
        var longer = new string('x', 40);
        var tree = Build(new SampleCommand("drain", "A"), new SampleCommand("drain pegasus", "B"), new SampleCommand($"{longer}a", "C"), new SampleCommand($"{longer}b", "D"));

        Assert.Equal(["drain", longer[..32]], tree.Commands.Select(command => command.Name));
        Assert.Equal([$"/drain pegasus: it collides with /drain", $"/{longer}b: it collides with /{longer}a"], tree.Faults);
        Assert.Equal("A", tree.Find(["drain"])!.Command.Summary);
    }

    [Fact]
    public void Build_MoreThanDiscordTakes_LeavesTheRestOutAndSaysSo()
    {
        var tree = Build([.. Enumerable.Range(0, 120).Select(i => new SampleCommand($"c{i:000}", "A")), .. Enumerable.Range(0, 30).Select(i => new SampleCommand($"a s{i:00}", "B"))]);

        Assert.Equal(100, tree.Commands.Count);
        Assert.Equal(25, tree.Commands.Single(command => command.Name == "a").Options.Count);
        Assert.Equal(21 + 5, tree.Faults.Count);
        Assert.Equal(99 + 25, tree.Entries.Count);
    }

    [Fact]
    public void Build_LongTexts_AreShortenedUntilTheCommandFits()
    {
        var text = string.Join(' ', Enumerable.Repeat("wörd", 60));
        var tree = Build([.. Enumerable.Range(0, 25).Select(i => new SampleCommand($"a s{i:00}", text, [.. Enumerable.Range(0, 15).Select(o => new CommandParameter($"o{o}", text))]))]);

        var command = Assert.Single(tree.Commands);
        Assert.True(CommandSize.Of(command) <= 8_000, $"{CommandSize.Of(command)}");
        AssertFits(command.Options);
    }

    [Fact]
    public void Build_Options_HaveRequiredOnesFirstAndAtMost25()
    {
        var tree = Build(new SampleCommand("go", "Goes", [.. Enumerable.Range(0, 30).Select(o => new CommandParameter($"o{o}", "x") { IsRequired = o == 29 }), new CommandParameter("o1", "again")]));

        var options = tree.Commands[0].Options;
        Assert.Equal(25, options.Count);
        Assert.Equal(("o29", true), (options[0].Name, options[0].IsRequired));
    }

    [Fact]
    public void Build_BlankDescriptions_AreReplacedByNames()
    {
        var tree = Build(new SampleCommand("go", " ", new CommandParameter("node", "\t"), new CommandParameter("rate", "")), new SampleCommand("restart tablet", ""));

        AssertFits(tree.Commands.SelectMany(command => command.Options).ToList());
        Assert.All(tree.Commands, command => Assert.All(command.Descriptions.Values, text => Assert.False(string.IsNullOrWhiteSpace(text))));
        Assert.Equal(["go", "node", "rate", "restart tablet"], [tree.Commands[0].Descriptions[""], .. tree.Commands.SelectMany(command => command.Options).Select(option => option.Descriptions[""])]);
    }

    [Fact]
    public void Build_TranslationThatIsBlank_IsLeftOut()
    {
        var folder = Directory.CreateTempSubdirectory("nightshift-lang-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "lang"));
            File.WriteAllText(Path.Combine(folder, "lang", "zh-CN.json"), """{ "Goes": "  " }""");

            var tree = new CommandTreeBuilder(new OptionBuilder(new Translations(folder, NullLogger<Translations>.Instance))).Build([new SampleCommand("go", "Goes")]);

            Assert.Equal(["Goes"], tree.Commands[0].Descriptions.Values);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("upgrade one tablet, or all of them one after another", 30, "upgrade one tablet, or all of…")]
    [InlineData("升级一个节点或者逐个升级全部节点直到完成为止", 10, "升级一个节点或者逐…")]
    [InlineData("😀😀😀😀😀😀😀😀", 6, "😀😀…")]
    [InlineData("short", 100, "short")]
    public void Description_TooLong_EndsAfterAWordOrACharacter(string text, int most, string expected)
    {
        Assert.Equal(expected, CommandNames.Description(text, most));
        Assert.True(expected.Length <= most);
    }

    private static void AssertFits(IReadOnlyList<DiscordOption> options)
    {
        foreach (var option in options)
        {
            Assert.Matches(NamePattern(), option.Name);
            Assert.All(option.Descriptions.Values, text => Assert.InRange(text.Length, 1, 100));
            AssertFits(option.Options);
        }
    }

    private static CommandTree Build(params IEnumerable<ChatCommand> commands) => new CommandTreeBuilder(new OptionBuilder(new Translations("nowhere", NullLogger<Translations>.Instance))).Build(commands);

    [GeneratedRegex(@"^[-_\p{Ll}\p{Lo}\p{N}]{1,32}$")]
    private static partial Regex NamePattern();
}
