using System.Text;
using Microsoft.CodeAnalysis;

namespace Nightshift.Playbooks;

/// <summary>Gives the compiler the files of one closure and no others; nothing is read from the disk.</summary>
internal sealed class PlaybookSourceResolver(SourceClosure sources) : SourceReferenceResolver
{
    public override string? NormalizePath(string path, string? baseFilePath) => PlaybookPath.Resolve(path, baseFilePath ?? "");

    public override string? ResolveReference(string path, string? baseFilePath) =>
        PlaybookPath.Resolve(path, baseFilePath ?? "") is { } resolved && sources.Files.Any(file => file.Path == resolved) ? resolved : null;

    public override Stream OpenRead(string resolvedPath) => new MemoryStream(Encoding.UTF8.GetBytes(sources.TextOf(resolvedPath)));

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(sources.Main);
}
