using Nightshift.Playbooks.Tests.Fakes;
using Nightshift.Runs;

namespace Nightshift.Playbooks.Tests.Catalog;

public sealed class PlaybookCatalogTests : IDisposable
{
    private readonly PlaybookBox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task Current_Playbook_IsDescribedFromItsRecord()
    {
        var playbook = Assert.Single((await _box.ReadAsync()).Playbooks);

        Assert.Equal("fake/upgrade-tablet.csx", playbook.Descriptor.Path);
        Assert.Equal("fake", playbook.Descriptor.Kind);
        Assert.Equal("/upgrade tablet <endpoint> <version> [--allow-single-replica] [--mon]", playbook.Descriptor.Usage);
        Assert.Equal(["fake/upgrade-tablet.csx", "lib/fake.csx"], playbook.Sources.Select(source => source.Path));
        Assert.Equal(
            [("endpoint", OptionType.Nodes, true, 0), ("version", OptionType.Release, true, 1), ("allow-single-replica", OptionType.Switch, false, null), ("mon", OptionType.Switch, false, (int?)null)],
            playbook.Descriptor.Options.Select(option => (option.Name, option.Type, option.Required, option.Position)));
        Assert.Equal("endpoint, or all", playbook.Descriptor.Options[0].Help);
    }

    [Fact]
    public async Task Current_FilesComeAndGo_CommandsFollow()
    {
        Assert.Single((await _box.ReadAsync()).Playbooks);
        _box.Write("fake/hello.csx", "[Command(\"hello\", \"Say hello\")] record Options(string Who); await Say(options.Who);");
        Assert.Equal(["hello", "upgrade tablet"], Commands(await _box.ReadAsync()));

        // The same length, and most likely the same tick of the file system's clock.
        _box.Write("fake/hello.csx", "[Command(\"hallo\", \"Say hello\")] record Options(string Who); await Say(options.Who);");
        Assert.Equal(["hallo", "upgrade tablet"], Commands(await _box.ReadAsync()));

        File.Delete(Path.Combine(_box.Scripts, "fake/hello.csx"));
        Assert.Equal(["upgrade tablet"], Commands(await _box.ReadAsync()));
    }

    [Fact]
    public async Task Current_LibraryBreaks_PlaybooksThatLoadItAreFaulty()
    {
        await _box.ReadAsync();
        _box.Write("lib/fake.csx", "Task Announce(FakeTablet tablet) => Sai(\"x\");");

        var set = await _box.ReadAsync();

        Assert.Empty(set.Playbooks);
        var fault = Assert.Single(set.Faults);
        Assert.Equal(("scripts/lib/fake.csx", 1, 37), (fault.File, fault.Line, fault.Column));
    }

    [Fact]
    public async Task Current_NothingChanged_GivesTheSameSet()
    {
        foreach (var file in Directory.GetFiles(_box.Scripts, "*.csx", SearchOption.AllDirectories)) File.SetLastWriteTimeUtc(file, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.Same(await _box.ReadAsync(), await _box.ReadAsync());
    }

    [Fact]
    public async Task Current_TwoFilesWithOneCommand_AreBothFaultyAndNeitherRuns()
    {
        _box.Write("fake/copy.csx", PlaybookBox.UpgradeTablet);

        var set = await _box.ReadAsync();

        Assert.Empty(set.Playbooks);
        Assert.Equal(["scripts/fake/copy.csx", "scripts/fake/upgrade-tablet.csx"], set.Faults.Select(fault => fault.File));
        Assert.All(set.Faults, fault => Assert.Equal("[Command(\"upgrade tablet\", \"Upgrade one tablet, or all of them one after another\")]", fault.SourceLine));
    }

    [Theory]
    [InlineData("top.csx", "", "lies in the folder of its kind of cluster (fake)")]
    [InlineData("other/x.csx", "", "lies in the folder of its kind of cluster (fake)")]
    [InlineData("fake/x.csx", "await Say(\"x\");", "declares its command")]
    [InlineData("fake/x.csx", "[Command(\"a\", \"b\")] record A; [Command(\"c\", \"d\")] record B;", "this is a second one")]
    [InlineData("fake/x.csx", "[Command(\"Bad Words!\", \"b\")] record A;", "is no command")]
    [InlineData("fake/x.csx", "[Command(\"a\", \" \")] record A;", "has no summary")]
    [InlineData("fake/x.csx", "[Command(\"a\", \"b\")] record A(object What);", "an option is a string")]
    [InlineData("fake/x.csx", "[Command(\"a\", \"b\")] record A(Nodes<INode> What);", "fake has nodes of FakeTablet")]
    [InlineData("fake/x.csx", "[Command(\"a\", \"b\")] record A(bool? What);", "make 'What' a bool")]
    [InlineData("fake/x.csx", "[Command(\"a\", \"b\")] record A(string Cluster);", "belongs to every command")]
    [InlineData("fake/x.csx", "#r \"System.Net.Http\"\n[Command(\"a\", \"b\")] record A;", "#r is not for playbooks")]
    [InlineData("fake/x.csx", "#load \"../../outside.csx\"\n[Command(\"a\", \"b\")] record A;", "#load stays within the folder of playbooks")]
    [InlineData("fake/x.csx", "#load \"/etc/passwd\"\n[Command(\"a\", \"b\")] record A;", "#load stays within the folder of playbooks")]
    [InlineData("fake/x.csx", "#load \"C:\\\\x.csx\"\n[Command(\"a\", \"b\")] record A;", "#load stays within the folder of playbooks")]
    [InlineData("fake/x.csx", "#load \"../lib/none.csx\"\n[Command(\"a\", \"b\")] record A;", "'scripts/lib/none.csx' cannot be loaded: there is no such file")]
    [InlineData("fake/x.csx", "[Command(\"a\", \"b\")] record A(", "(CS")]
    [InlineData("fake/x.csx", "\0\u0001}}}{{{((", "(CS")]
    public async Task Current_FaultyFile_IsToldAndTheOthersStay(string path, string text, string expected)
    {
        _box.Write(path, text);

        var set = await _box.ReadAsync();

        Assert.Contains(set.Faults, fault => fault.Message.Contains(expected, StringComparison.Ordinal));
        Assert.All(set.Faults, fault => Assert.Equal("scripts/" + path, fault.File));
        Assert.Equal(["upgrade tablet"], Commands(set));
    }

    [Fact]
    public async Task Current_LinkThatLeadsOutOfTheFolder_IsNotRead()
    {
        var outside = Path.Combine(_box.Scripts, "..", "outside.csx");
        File.WriteAllText(outside, "var secret = 1;");
        File.CreateSymbolicLink(Path.Combine(_box.Scripts, "lib", "linked.csx"), outside);
        _box.Write("fake/x.csx", "#load \"../lib/linked.csx\"\n[Command(\"a\", \"b\")] record A;");

        Assert.Contains("leads out of the folder", Assert.Single((await _box.ReadAsync()).Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Current_CommandOfTheProgramItself_IsAFault()
    {
        _box.Write("fake/x.csx", "[Command(\"status all\", \"b\")] record A;");

        var set = await _box.NewCatalog("status").CurrentAsync(default);

        Assert.Contains("a word of the program itself", Assert.Single(set.Faults).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Commands(PlaybookSet set) => set.Playbooks.Select(playbook => playbook.Descriptor.Command);
}
