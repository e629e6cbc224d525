using System.Runtime.CompilerServices;

namespace Nightshift.Chat.Tests.Commands;

/// <summary>One rule over the sources: a refusal for want of a right is of the kind that gets recorded.</summary>
public sealed class CommandSourcesTests
{
    [Fact]
    public void RefusalOf_InCommands_IsOnlyThrownAsNotAllowed()
    {
        var files = Directory.GetFiles(Folder(), "*.cs", SearchOption.AllDirectories);

        Assert.NotEmpty(files);
        Assert.Equal(["NotAllowedException.cs"], files.Where(file => File.ReadAllText(file).Contains(".RefusalOf(", StringComparison.Ordinal)).Select(Path.GetFileName));
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../src/Chat/Commands"));
}
