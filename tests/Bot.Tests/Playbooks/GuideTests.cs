using System.Reflection;
using System.Text;
using Nightshift.OpenMldb;
using Nightshift.Playbooks;

namespace Nightshift.Bot.Tests.Playbooks;

/// <summary>The guide for authors says what is so: its code compiles, its tables are complete.</summary>
public sealed class GuideTests : IDisposable
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "playbooks.md"));

    private readonly AuthorBox _box = new();

    public void Dispose() => _box.Dispose();

    public static TheoryData<int> GoodBlocks() => [.. Blocks("```csharp\n").Select(block => block.Line)];

    [Theory]
    [MemberData(nameof(GoodBlocks))]
    public async Task Block_OfTheGuide_IsGood(int line)
    {
        var check = await _box.CheckAsync(AsPlaybook(Blocks("```csharp\n").Single(block => block.Line == line).Text));

        Assert.True(check.Faults.Count == 0, $"docs/playbooks.md, block at line {line}:\n{string.Join('\n', check.Faults)}");
    }

    [Fact]
    public async Task Block_OfRefusedThings_HasAFaultOnEachLine()
    {
        var lines = Assert.Single(Blocks("```csharp refused\n")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines)
        {
            var check = await _box.CheckAsync(AsPlaybook(line));
            Assert.True(check.Faults.Count > 0, $"'{line}' is said to be refused and is not");
        }
    }

    [Fact]
    public void Table_OfRefusedThings_IsThatOfTheChecker()
    {
        var table = new StringBuilder("| Refused | Instead |\n|---|---|\n");
        foreach (var (instead, symbols) in Refusals.Table) table.Append("| ").AppendJoin(", ", symbols.Select(symbol => $"`{symbol}`")).Append(" | ").Append(instead).Append(" |\n");

        var shown = Between("<!-- refused: begin -->", "<!-- refused: end -->").Trim();
        Assert.True(table.ToString().Trim() == shown, $"the table in docs/playbooks.md is to be:\n{table}");
    }

    [Theory]
    [InlineData(typeof(PlaybookGlobals))]
    [InlineData(typeof(Tablet))]
    [InlineData(typeof(Nightshift.OpenMldb.OpenMldb))]
    public void Members_OfTheLanguage_AreAllInTheGuide(Type type)
    {
        var members = type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(member => member is PropertyInfo or MethodInfo { IsSpecialName: false })
            .Select(member => member.Name)
            .Except(["ToString", nameof(PlaybookGlobals.BoundOptions)])
            .Distinct();

        Assert.All(members, member => Assert.Matches($"\\b{member}[(<`]", Guide));
    }

    [Fact]
    public void WorkedExample_IsTheFile()
    {
        const string Path = "scripts/examples/openmldb/upgrade-rest.csx";
        var shown = Blocks("```csharp\n").Last().Text;

        Assert.Contains($"<!-- source: {Path} -->", Guide, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, Path)).Trim(), shown.Trim());
    }

    [Fact]
    public async Task ShippedFolder_IsGood()
    {
        var check = await _box.CheckAllAsync();

        Assert.Empty(check.Faults);
        Assert.Contains(check.Good, good => good.File == "scripts/examples/openmldb/upgrade-rest.csx");
        Assert.All(check.Good.Select(good => good.Playbook).OfType<Playbook>().SelectMany(playbook => playbook.Descriptor.Options), option => Assert.NotEmpty(option.Help));
    }

    /// <summary>Statements become a playbook with the options that the guide speaks of; those about a tablet go into a loop over tablets.</summary>
    private static string AsPlaybook(string text)
    {
        if (text.Contains("[Command(", StringComparison.Ordinal)) return text.Replace("../../lib/", "../lib/", StringComparison.Ordinal);
        return $"""
            #load "../lib/openmldb.csx"
            [Command("shown here", "A part of a playbook")]
            record Options(Nodes<Tablet> Endpoint, Release Version, bool Mon = false);
            {text}
            """;
    }

    private static List<(int Line, string Text)> Blocks(string opening)
    {
        var found = new List<(int, string)>();
        for (var at = Guide.IndexOf(opening, StringComparison.Ordinal); at >= 0; at = Guide.IndexOf(opening, at + 1, StringComparison.Ordinal))
        {
            var begin = at + opening.Length;
            found.Add((Guide[..at].Count(c => c == '\n') + 1, Guide[begin..Guide.IndexOf("```", begin, StringComparison.Ordinal)]));
        }

        return found;
    }

    private static string Between(string begin, string end)
    {
        var from = Guide.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return Guide[from..Guide.IndexOf(end, from, StringComparison.Ordinal)];
    }
}
