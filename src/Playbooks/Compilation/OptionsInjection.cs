using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Nightshift.Playbooks;

/// <summary>
/// The main file with <c>options</c> declared. The declaration stands directly behind the record, on the same line, so that every line keeps its
/// number; places behind it on that line are mapped back.
/// </summary>
internal sealed class OptionsInjection
{
    private readonly int _at;
    private readonly int _length;

    private OptionsInjection(SourceText original, SourceText injected, int at)
    {
        Original = original;
        Injected = injected;
        _at = at;
        _length = injected.Length - original.Length;
    }

    public SourceText Original { get; }

    public SourceText Injected { get; }

    public static OptionsInjection Into(string text, string path)
    {
        var original = SourceText.From(text, System.Text.Encoding.UTF8);
        var root = CSharpSyntaxTree.ParseText(original, PlaybookSyntax.Options, path).GetRoot();
        if (root.ChildNodes().OfType<RecordDeclarationSyntax>().FirstOrDefault(IsCommand) is not { ContainsDiagnostics: false } record)
            return new OptionsInjection(original, original, original.Length);
        var declaration = Declaration(record.Identifier.Text);
        return new OptionsInjection(original, original.WithChanges(new TextChange(new TextSpan(record.Span.End, 0), declaration)), record.Span.End);
    }

    /// <summary>What is inserted; part of a compiled playbook's identity.</summary>
    public static string Declaration(string record) => $" {record} options => BoundOptions<{record}>();";

    /// <summary>From a place in <see cref="Injected"/> to the one in <see cref="Original"/>.</summary>
    public TextSpan Back(TextSpan span) => TextSpan.FromBounds(Back(span.Start), Math.Max(Back(span.Start), Back(span.End)));

    public static bool IsCommand(RecordDeclarationSyntax record) => record.AttributeLists
        .SelectMany(list => list.Attributes)
        .Any(attribute => attribute.Name.ToString().Split('.')[^1] is "Command" or "CommandAttribute");

    private int Back(int position) => position <= _at ? position : Math.Max(_at, position - _length);
}
