using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Nightshift.Bot.Tests;

/// <summary>Rules over the sources of all tests.</summary>
public sealed partial class TestSourcesTests
{
    /// <summary>xunit 2 never calls <see cref="IAsyncDisposable"/> of a test class: folders and processes of the test would stay. It calls <see cref="IAsyncLifetime"/>.</summary>
    [Fact]
    public void TestClasses_WithSomethingToEnd_AreEndedByXunit()
    {
        var files = Directory.GetFiles(Folder(), "*Tests.cs", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).ToList();

        Assert.True(files.Count > 100, $"only {files.Count} files were found");
        Assert.Empty(files.Where(file => NeverEnded().IsMatch(File.ReadAllText(file))).Select(Path.GetFileName));
    }

    [GeneratedRegex(@"^public (?:\w+ )*class [^\n{]*:[^\n{]*\bIAsyncDisposable\b", RegexOptions.Multiline)]
    private static partial Regex NeverEnded();

    private static string Folder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, ".."));
}
