using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Nightshift.Playbooks;

/// <summary>
/// The language of playbooks as a type with static members, for editors that know nothing of a host object: importing the type makes the same bare names
/// known, with the same signatures and words of help. Nothing in it can be run.
/// </summary>
internal static class EditorLanguage
{
    public const string AssemblyName = "Nightshift.Playbooks.Language";

    public const string TypeName = AssemblyName + ".Words";

    private const string NoBody = " => throw null!;";

    private static readonly SymbolDisplayFormat Signature = new(
        SymbolDisplayGlobalNamespaceStyle.Included,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <param name="options">Of all playbooks: an editor knows no record of one playbook as the type of <c>options</c>, so it offers those of all.</param>
    public static (byte[] Assembly, byte[] Documentation) Emit(IReadOnlyList<PlaybookReferences> references, IReadOnlyList<PlaybookOption> options)
    {
        ImmutableArray<MetadataReference> metadata = [.. references.SelectMany(reference => reference.Metadata).Distinct()];
        var compilation = CSharpCompilation.Create(
            AssemblyName, references: metadata, options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var source = Source(compilation.GetTypeByMetadataName(typeof(PlaybookGlobals).FullName!)!, options);
        compilation = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Parse)));
        using var assembly = new MemoryStream();
        using var documentation = new MemoryStream();
        var emitted = compilation.Emit(assembly, xmlDocumentationStream: documentation);
        return emitted.Success
            ? (assembly.ToArray(), documentation.ToArray())
            : throw new InvalidOperationException($"the language cannot be written down for editors: {string.Join("; ", emitted.Diagnostics.Where(fault => fault.Severity == DiagnosticSeverity.Error))}");
    }

    private static string Source(INamedTypeSymbol language, IReadOnlyList<PlaybookOption> options)
    {
        var help = new MemberHelp(typeof(PlaybookGlobals).Assembly.Location);
        var source = new StringBuilder($"namespace {AssemblyName};\npublic static class {TypeName[(TypeName.LastIndexOf('.') + 1)..]}\n{{\n");
        foreach (var member in language.GetMembers().Where(IsWord))
        {
            foreach (var line in help.Of(member)) source.Append("/// ").Append(line).Append('\n');
            source.Append("public static ").Append(member.ToDisplayString(Signature)).Append(NoBody).Append('\n');
        }

        source.Append("/// <summary>The options of this run, as the playbook's record declares them.</summary>\npublic static AllOptions options").Append(NoBody).Append("\n}\n");
        return source.Append(EditorOptions.Source(options)).ToString();
    }

    private static bool IsWord(ISymbol member) => member is
        {
            DeclaredAccessibility: Accessibility.Public,
            IsStatic: false,
            Name: not nameof(PlaybookGlobals.BoundOptions),
        }
        and (IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary });
}
