using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Chat.Commands;
using Nightshift.Chat.Commands.Reading;
using Nightshift.Chat.Discord.Commands;
using Nightshift.Chat.Discord.People;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.People;
using Nightshift.Chat.Service;
using Nightshift.Clusters;
using Nightshift.Playbooks;
using Nightshift.Runs;
using NSubstitute;

namespace Nightshift.Chat.Discord.Tests.Texts;

/// <summary>All that is shipped is there in Chinese, and fits Discord.</summary>
public sealed partial class ShippedTextsTests
{
    private static readonly Translations Texts = new(ScriptsFolder(), NullLogger<Translations>.Instance);

    [Fact]
    public async Task BuiltInCommands_All_AreTranslatedAndFit()
    {
        var people = new PeopleDirectory([], []);
        var choice = new ClusterChoice(Substitute.For<IClusters>(), people);
        var accounts = new AccountBook(Substitute.For<IChannelStore>(), new Dictionary<Snowflake, PersonId>(), TimeProvider.System);
        ICommandSource[] sources =
        [
            new BuiltInCommands(Substitute.For<IRuns>(), choice, people, Substitute.For<IClusterLocks>(), Substitute.For<IAudit>(), new SecretMask([])),
            new HelpCommand(() => null!, people), new PlanCommand(() => null!, people), new WhoCanCommand(() => null!, choice, people),
            new LinkCommand(accounts, Substitute.For<IChannelStore>(), people, new SecretMask([])), new UnlinkCommand(Substitute.For<IChannelStore>()),
        ];
        var commands = new List<ChatCommand>();
        foreach (var source in sources) commands.AddRange(await source.CommandsAsync(default));

        Assert.Equal(BuiltInCommands.ReservedWords.Except([Permission.BreakGlass]).Order(), commands.Select(command => command.Words).Order());
        foreach (var text in commands.SelectMany(command => command.Parameters.Select(parameter => parameter.Help).Append(command.Summary))) AssertTranslated(text);
        Assert.Empty(new CommandTreeBuilder(new OptionBuilder(Texts)).Build(commands).Faults);
    }

    [Fact]
    public void Playbooks_All_AreTranslated()
    {
        var playbooks = Directory.EnumerateFiles(ScriptsFolder(), "*.csx", SearchOption.AllDirectories).Where(file => !file.Contains("examples", StringComparison.Ordinal)).Select(File.ReadAllText);
        var texts = playbooks.SelectMany(text => Declared().Matches(text).Select(match => match.Groups[1].Value)).Distinct().ToList();

        Assert.InRange(texts.Count, 20, 1000);
        foreach (var text in texts) AssertTranslated(text);
    }

    [Fact]
    public void PlaybookParameters_Common_AreTranslated()
    {
        foreach (var parameter in PlaybookParameters.Of(new PlaybookDescriptor("a", "b", "c", "d", []))) AssertTranslated(parameter.Help);
    }

    private static void AssertTranslated(string text)
    {
        Assert.True(Texts.Find(text) is { Length: > 0 }, $"not in Chinese: {text}");
        Assert.Matches(Chinese(), Texts.Find(text)!);
        Assert.InRange(Texts.Find(text)!.Length, 1, CommandNames.LongestDescription);
    }

    private static string ScriptsFolder([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "scripts"));

    [GeneratedRegex("""(?:Command\("[^"]+", |Help\()"([^"]+)"\)""")]
    private static partial Regex Declared();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Chinese();
}
