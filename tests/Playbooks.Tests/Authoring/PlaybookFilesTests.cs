using Nightshift.Playbooks.Tests.Fakes;

namespace Nightshift.Playbooks.Tests.Authoring;

public sealed class PlaybookFilesTests : IDisposable
{
    private readonly PlaybookBox _box = new();
    private readonly DirectoryInfo _elsewhere = Directory.CreateTempSubdirectory("elsewhere-");

    public void Dispose()
    {
        _box.Dispose();
        _elsewhere.Delete(recursive: true);
    }

    [Fact]
    public async Task CheckAll_GoodFolder_NamesEachPlaybookWithItsUsage()
    {
        var check = await Files().CheckAllAsync(default);

        Assert.Empty(check.Faults);
        Assert.Equal(
            "scripts/fake/upgrade-tablet.csx: /upgrade tablet <endpoint> <version> [--allow-single-replica] [--mon]: good", Assert.Single(check.Good).ToString());
    }

    [Fact]
    public async Task CheckAll_ExampleWithAFault_TellsItAndTakesNoExampleForACommand()
    {
        _box.Write("examples/fake/shown.csx", PlaybookBox.Plain("await Say(DateTime.Now.ToString());"));

        var check = await Files().CheckAllAsync(default);

        Assert.Equal("scripts/examples/fake/shown.csx", Assert.Single(check.Faults).File);
        Assert.Single((await _box.ReadAsync()).Playbooks);
        Assert.Empty((await _box.ReadAsync()).Faults);
    }

    [Fact]
    public async Task CheckAll_LibraryThatNothingLoads_IsCheckedToo()
    {
        _box.Write("lib/unused.csx", "Task Nap() => Task.Delay(5);");

        var fault = Assert.Single((await Files().CheckAllAsync(default)).Faults);

        Assert.Equal("scripts/lib/unused.csx", fault.File);
        Assert.Contains("wait for a condition with Gate", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_FileOutside_LoadsFromTheFolderAndTellsFaultsByItsOwnName()
    {
        var file = Write("fake/mine.csx", "#load \"../lib/fake.csx\"\n" + PlaybookBox.Plain("await OneByOne(new Nodes<FakeTablet>(\"all\"), tablet => Announce(tablet));\nvar x = new Random();"));

        var check = await Files().CheckAsync([file], default);

        var fault = Assert.Single(check.Faults);
        Assert.Equal((file, 4), (fault.File, fault.Line));
        Assert.Contains("System.Random", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fake/mine.csx", "../lib/own.csx", "lib/own.csx")]
    [InlineData("mine.csx", "own.csx", "own.csx")]
    public async Task Check_FileOutside_LoadsWhatLiesBesideItFirst(string path, string loaded, string library)
    {
        Write(library, "Task Own() => Say(\"own\");");
        var file = Write(path, $"#load \"{loaded}\"\n" + PlaybookBox.Plain("await Own();"));

        var check = await Files().CheckAsync([file], default);

        Assert.Empty(check.Faults);
        Assert.Equal($"{file}: /x: good", Assert.Single(check.Good).ToString());
        Assert.Equal("fake/mine.csx", check.Good[0].Playbook!.Descriptor.Path);
    }

    [Fact]
    public async Task Check_FaultInALibraryOutside_NamesThatFile()
    {
        var library = Write("lib/own.csx", "var x = Guid.NewGuid();");
        var file = Write("fake/mine.csx", "#load \"../lib/own.csx\"\n" + PlaybookBox.Plain("await Say(\"hi\");"));

        Assert.Equal(library, Assert.Single((await Files().CheckAsync([file], default)).Faults).File);
    }

    [Fact]
    public async Task Check_MissingFile_IsAFault()
    {
        var file = Path.Combine(_elsewhere.FullName, "gone.csx");

        Assert.Equal($"{file}(1,1): there is no such file", Assert.Single((await Files().CheckAsync([file], default)).Faults).ToString());
    }

    [Fact]
    public async Task Check_LibraryByName_IsGood() =>
        Assert.Equal("scripts/lib/fake.csx: library: good", Assert.Single((await Files().CheckAsync([Path.Combine(_box.Scripts, "lib/fake.csx")], default)).Good).ToString());

    private PlaybookFiles Files() => new(new PlaybookSettings { Folder = _box.Scripts }, _box.Catalog, new PlaybookReader([FakeKind.Instance], [], _box.Compiler));

    private string Write(string path, string text)
    {
        var file = Path.Combine(_elsewhere.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }
}
