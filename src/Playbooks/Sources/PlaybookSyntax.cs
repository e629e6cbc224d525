using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Nightshift.Playbooks;

/// <summary>How every source is parsed.</summary>
internal static class PlaybookSyntax
{
    public static readonly CSharpParseOptions Options = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);
}
