using Nightshift.Playbooks.Tests.Fakes;

namespace Nightshift.Playbooks.Tests.Cache;

public sealed class CompilationCacheTests : IDisposable
{
    private readonly PlaybookBox _box = new(withUpgrade: false);

    public void Dispose() => _box.Dispose();

    [Fact]
    public void Compile_KnownSources_ComeFromTheDiskAsTheyWereWritten()
    {
        var first = Compile(_box.Compiler, "await Say(\"x\");");
        var written = File.GetLastWriteTimeUtc(Entry());

        var second = Compile(_box.NewCompiler(), "await Say(\"x\");");

        Assert.Equal(first.Assembly, second.Assembly);
        Assert.Equal(first.Descriptor.Usage, second.Descriptor.Usage);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Entry()));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.02, 1)]
    [InlineData(0.5, 1)]
    [InlineData(0.99, 1)]
    [InlineData(1, 0.6)]
    [InlineData(1, 0.001)]
    [InlineData(1, 0)]
    public void Compile_DamagedEntry_IsNoticedAndWrittenAgain(double flipAt, double keep)
    {
        var first = Compile(_box.Compiler, "await Say(\"x\");");
        var good = File.ReadAllBytes(Entry());
        var bad = good[..(int)(good.Length * keep)];
        if (flipAt < 1) bad[(int)(bad.Length * flipAt)] ^= 0x40;
        File.WriteAllBytes(Entry(), bad);

        var second = Compile(_box.NewCompiler(), "await Say(\"x\");");

        Assert.Equal(first.Assembly, second.Assembly);
        Assert.Equal(good, File.ReadAllBytes(Entry()));
    }

    [Fact]
    public void Compile_EntryOfAnotherPlaybookUnderThisName_IsNotTaken()
    {
        Compile(_box.Compiler, "await Say(\"evil\");");
        var other = File.ReadAllBytes(Entry());
        File.Delete(Entry());
        var good = Compile(_box.NewCompiler(), "await Say(\"good\");");
        File.WriteAllBytes(Entry(), other);

        Assert.Equal(good.Assembly, Compile(_box.NewCompiler(), "await Say(\"good\");").Assembly);
    }

    [Fact]
    public void Compile_AnythingDifferent_HasAnotherKey()
    {
        string[] keys =
        [
            Compile(_box.Compiler, "await Say(\"x\");").Key,
            Compile(_box.Compiler, "await Say(\"y\");").Key,
            _box.Compiler.Compile(SourceClosure.Of("fake/y.csx", _ => PlaybookBox.Plain("await Say(\"x\");")), FakeKind.Instance).OrThrow().Key,
        ];

        Assert.Equal(3, keys.Distinct().Count());
    }

    [Fact]
    public void Compile_FolderThatCannotBeWritten_StillCompiles()
    {
        File.WriteAllText(_box.Cache, "a file where the folder should be");

        Assert.NotEmpty(Compile(_box.Compiler, "await Say(\"x\");").Assembly);
    }

    [Fact]
    public void Compile_SameSourcesTwice_EmitsTheSameBytes()
    {
        var first = Compile(_box.Compiler, "await Say(\"x\");");
        File.Delete(Entry());

        Assert.Equal(first.Assembly, Compile(_box.NewCompiler(), "await Say(\"x\");").Assembly);
    }

    private static CompiledPlaybook Compile(PlaybookCompiler compiler, string statements) => compiler
        .Compile(SourceClosure.Of("fake/x.csx", _ => PlaybookBox.Plain(statements)), FakeKind.Instance)
        .OrThrow();

    private string Entry() => Assert.Single(Directory.GetFiles(_box.Cache));
}
