using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Nightshift.Playbooks;

/// <summary>Answers no <c>#r</c> at all.</summary>
internal sealed class NoMetadataResolver : MetadataReferenceResolver
{
    public static readonly NoMetadataResolver Instance = new();

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties) => [];

    public override bool Equals(object? other) => other is NoMetadataResolver;

    public override int GetHashCode() => 1;
}
