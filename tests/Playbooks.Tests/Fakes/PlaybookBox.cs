using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Runs;

namespace Nightshift.Playbooks.Tests.Fakes;

/// <summary>A folder of playbooks with everything that reads, compiles and runs them; gone at the end of the test.</summary>
internal sealed class PlaybookBox : IDisposable
{
    public const string UpgradeTablet = """
        #load "../lib/fake.csx"
        [Command("upgrade tablet", "Upgrade one tablet, or all of them one after another")]
        record Options(
            [Help("endpoint, or all")] Nodes<FakeTablet> Endpoint,
            [Help("release to install")] Release Version,
            [Help("no added replica")] bool AllowSingleReplica = false,
            bool Mon = false);

        await OneByOne(options.Endpoint, async tablet =>
        {
            await using var drained = await tablet.Drain(options.AllowSingleReplica);
            await Announce(tablet);
            await tablet.Stop();
            await tablet.Install(options.Version);
            await tablet.Start(options.Mon);
            await tablet.CatchUp();
        });
        """;

    public const string Library = """
        Task Announce(FakeTablet tablet) => Say($"{tablet.Name} is drained");
        """;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("playbooks-");
    private readonly List<PlaybookCatalog> _catalogs = [];

    public PlaybookBox(bool withUpgrade = true)
    {
        Directory.CreateDirectory(Scripts);
        Compiler = NewCompiler();
        Catalog = NewCatalog();
        if (!withUpgrade) return;
        Write("lib/fake.csx", Library);
        Write("fake/upgrade-tablet.csx", UpgradeTablet);
    }

    public string Scripts => Path.Combine(_root.FullName, "scripts");

    public string Cache => Path.Combine(_root.FullName, "cache");

    public FakeCluster Cluster { get; } = new();

    public PlaybookCompiler Compiler { get; }

    public PlaybookCatalog Catalog { get; }

    public PlaybookProgram Program => new(Compiler, new FakeClusters(Cluster), TimeProvider.System);

    public PlaybookCompiler NewCompiler() =>
        new(new CompilationCache(Cache, NullLogger<CompilationCache>.Instance), TimeProvider.System, NullLogger<PlaybookCompiler>.Instance);

    public PlaybookCatalog NewCatalog(params string[] reserved)
    {
        var catalog = new PlaybookCatalog(
            new PlaybookSettings { Folder = Scripts, ReservedWords = reserved },
            [FakeKind.Instance],
            Compiler,
            TimeProvider.System,
            NullLogger<PlaybookCatalog>.Instance);
        _catalogs.Add(catalog);
        return catalog;
    }

    public void Write(string path, string text)
    {
        var file = Path.Combine(Scripts, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public Task<PlaybookSet> ReadAsync() => Catalog.CurrentAsync(CancellationToken.None);

    /// <summary>The faults of one playbook with this text, compiled without touching the disk.</summary>
    public CompilationResult Compile(string text) =>
        Compiler.Compile(SourceClosure.Of("fake/x.csx", path => path == "fake/x.csx" ? text : throw new FileNotFoundException(path)), FakeKind.Instance);

    public RunRequest Request(string text, string options = "{}") => new(
        Cluster.Name, "/x", "fake/x.csx", options, [new SourceFile("fake/x.csx", text)], new PersonId("operator"), "cli");

    /// <summary>Runs statements as a playbook without options.</summary>
    public Task RunAsync(string statements, FakeRun run, RunMode mode = RunMode.Execute) =>
        Program.ExecuteAsync(Request(Plain(statements)), run.Context(mode), CancellationToken.None);

    public static string Plain(string statements) => "[Command(\"x\", \"a test\")] record Options();\n" + statements;

    public void Dispose()
    {
        foreach (var catalog in _catalogs) catalog.Dispose();
        _root.Delete(recursive: true);
    }
}
