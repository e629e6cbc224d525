using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Clusters;
using Nightshift.Pegasus;
using Nightshift.Playbooks.Tests.Fakes;
using Nightshift.Playbooks.Tests.Fakes.Shape;

namespace Nightshift.Playbooks.Tests;

/// <summary>The playbooks that come with the program.</summary>
public sealed class ScriptsTests
{
    [Fact]
    public Task Scripts_OfOpenMldb_CompileAndDeclareTheirCommands() => Declare(
        new OpenMldbShape(),
        "/recover openmldb [--drop-diverged]",
        "/restart tablet <endpoint> [--allow-single-replica] [--mon]",
        "/tidy openmldb",
        "/upgrade tablet <endpoint> <version> [--allow-single-replica] [--mon]");

    [Fact]
    public Task Scripts_OfPegasus_CompileAndDeclareTheirCommands() => Declare(
        new PegasusKind(null!, TimeProvider.System, NullLoggerFactory.Instance),
        "/balance pegasus [--primaries-only]",
        "/drain pegasus <server> [--allow-few-replicas]",
        "/restart pegasus ha [--servers …] [--metas …] [--collectors …] [--allow-few-replicas] [--spread]",
        "/restart pegasus simple [--servers …] [--metas …] [--collectors …] [--allow-few-replicas]",
        "/set-level pegasus <level>",
        "/start pegasus",
        "/stop pegasus",
        "/tidy pegasus",
        "/undrain pegasus <server>",
        "/upgrade pegasus ha <version> [--servers …] [--metas …] [--collectors …] [--allow-few-replicas] [--spread]",
        "/upgrade pegasus simple <version> [--servers …] [--metas …] [--collectors …] [--allow-few-replicas]");

    [Fact]
    public void Scripts_TypeOfTheKindThatAnybodyCanMake_IsNoLanguage()
    {
        using var box = new PlaybookBox(withUpgrade: false);
        var sources = SourceClosure.Of("openmldb/x.csx", _ => PlaybookBox.Plain("new AdminClient().DropEverything();"));

        var result = box.Compiler.Compile(sources, new OpenMldbShape());

        Assert.Contains("AdminClient is not for playbooks", Assert.Single(result.Faults).Message, StringComparison.Ordinal);
    }

    private static async Task Declare(IClusterKind kind, params string[] usages)
    {
        using var box = new PlaybookBox(withUpgrade: false);
        using var catalog = new PlaybookCatalog(
            new PlaybookSettings { Folder = Path.Combine(box.Scripts, "copy") }, [kind], box.Compiler, TimeProvider.System, NullLogger<PlaybookCatalog>.Instance);
        foreach (var (path, text) in Shipped(kind.Name)) box.Write("copy/" + path, text);

        var set = await catalog.CurrentAsync(default);

        Assert.Empty(set.Faults);
        Assert.Equal(usages, set.Playbooks.Select(playbook => playbook.Descriptor.Usage));
        Assert.All(set.Playbooks.SelectMany(playbook => playbook.Descriptor.Options), option => Assert.NotEmpty(option.Help));
    }

    private static IEnumerable<(string Path, string Text)> Shipped(string kind)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "scripts");
        return Directory.EnumerateFiles(folder, "*.csx", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText(file)))
            .Where(file => file.Item1.StartsWith(kind + "/", StringComparison.Ordinal) || file.Item1.StartsWith("lib/", StringComparison.Ordinal));
    }
}
