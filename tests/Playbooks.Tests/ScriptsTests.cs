using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Playbooks.Tests.Fakes;
using Nightshift.Playbooks.Tests.Fakes.Shape;

namespace Nightshift.Playbooks.Tests;

/// <summary>The playbooks that come with the program.</summary>
public sealed class ScriptsTests
{
    [Fact]
    public async Task Scripts_OfOpenMldb_CompileAndDeclareTheirCommands()
    {
        using var box = new PlaybookBox(withUpgrade: false);
        using var catalog = new PlaybookCatalog(
            new PlaybookSettings { Folder = Path.Combine(box.Scripts, "copy") }, [new OpenMldbShape()], box.Compiler, TimeProvider.System, NullLogger<PlaybookCatalog>.Instance);
        foreach (var (path, text) in Shipped()) box.Write("copy/" + path, text);

        var set = await catalog.CurrentAsync(default);

        Assert.Empty(set.Faults);
        Assert.Equal(
            [
                "/recover openmldb [--drop-diverged]",
                "/restart tablet <endpoint> [--allow-single-replica] [--mon]",
                "/tidy openmldb",
                "/upgrade tablet <endpoint> <version> [--allow-single-replica] [--mon]",
            ],
            set.Playbooks.Select(playbook => playbook.Descriptor.Usage));
        Assert.All(set.Playbooks.SelectMany(playbook => playbook.Descriptor.Options), option => Assert.NotEmpty(option.Help));
    }

    [Fact]
    public void Scripts_TypeOfTheKindThatAnybodyCanMake_IsNoLanguage()
    {
        using var box = new PlaybookBox(withUpgrade: false);
        var sources = SourceClosure.Of("openmldb/x.csx", _ => PlaybookBox.Plain("new AdminClient().DropEverything();"));

        var result = box.Compiler.Compile(sources, new OpenMldbShape());

        Assert.Contains("AdminClient is not for playbooks", Assert.Single(result.Faults).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Path, string Text)> Shipped()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "scripts");
        return Directory.EnumerateFiles(folder, "*.csx", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText(file)))
            .Where(file => file.Item1.StartsWith("openmldb/", StringComparison.Ordinal) || file.Item1.StartsWith("lib/", StringComparison.Ordinal));
    }
}
