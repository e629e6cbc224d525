using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Nightshift.Playbooks;

/// <summary>How every source is parsed.</summary>
internal static class PlaybookSyntax
{
    /// <summary>The class that a playbook's top-level code becomes; seen in stack traces.</summary>
    public const string ClassName = "Playbook";

    public static readonly CSharpParseOptions Options = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);
}
