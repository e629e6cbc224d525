using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Nightshift.Playbooks;

/// <summary>Constructs of the language that have no place in a playbook whatever they are applied to.</summary>
internal sealed class SyntaxRules(SemanticModel model, FaultCollector faults)
{
    private const string Static = "static state outlives the run and is shared by others: use a const, or a variable of the playbook";

    public void Check(IEnumerable<SyntaxNode> nodes)
    {
        foreach (var node in nodes)
        {
            if (Refusal(node) is { } message) faults.Add(Place(node), message);
        }
    }

    private string? Refusal(SyntaxNode node) => node switch
    {
        LockStatementSyntax => "lock is not for playbooks: a playbook has no threads, and Together keeps its branches apart",
        UnsafeStatementSyntax or FixedStatementSyntax or PointerTypeSyntax or FunctionPointerTypeSyntax => "unsafe code and pointers are not for playbooks",
        StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax => "stackalloc is not for playbooks: use an array",
        MakeRefExpressionSyntax or RefTypeExpressionSyntax or RefValueExpressionSyntax or ArgumentSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "__arglist" } } =>
            "typed references are not for playbooks",
        DestructorDeclarationSyntax => "a finalizer is not for playbooks: use await using",
        ConstructorDeclarationSyntax constructor when Has(constructor.Modifiers, SyntaxKind.StaticKeyword) => $"a static constructor is not for playbooks: {Static}",
        FieldDeclarationSyntax field when Has(field.Modifiers, SyntaxKind.StaticKeyword) => Static,
        EventFieldDeclarationSyntax field when Has(field.Modifiers, SyntaxKind.StaticKeyword) => Static,
        PropertyDeclarationSyntax property when Has(property.Modifiers, SyntaxKind.StaticKeyword) && IsStored(property) => Static,
        MemberDeclarationSyntax member when Has(member.Modifiers, SyntaxKind.UnsafeKeyword) => "unsafe code and pointers are not for playbooks",
        MemberDeclarationSyntax member when Has(member.Modifiers, SyntaxKind.ExternKeyword) => "extern is not for playbooks: they call the cluster alone",
        LocalFunctionStatementSyntax local when Has(local.Modifiers, SyntaxKind.ExternKeyword) || Has(local.Modifiers, SyntaxKind.UnsafeKeyword) =>
            "extern and unsafe are not for playbooks",
        AttributeListSyntax { Target.Identifier.Text: "assembly" or "module" } => "a playbook has no attributes for its assembly",
        MethodDeclarationSyntax method when Has(method.Modifiers, SyntaxKind.AsyncKeyword) && IsVoid(method.ReturnType) => AsyncVoid,
        LocalFunctionStatementSyntax local when Has(local.Modifiers, SyntaxKind.AsyncKeyword) && IsVoid(local.ReturnType) => AsyncVoid,
        AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: not 0 } function when model.GetSymbolInfo(function).Symbol is IMethodSymbol { ReturnsVoid: true } => AsyncVoid,
        _ => null,
    };

    private const string AsyncVoid = "nobody can await this async function: let it return Task, or use OneByOne or Together in place of a loop over lambdas";

    private static Location Place(SyntaxNode node) => node.GetFirstToken().GetLocation();

    private static bool Has(SyntaxTokenList modifiers, SyntaxKind kind) => modifiers.Any(kind);

    private static bool IsVoid(TypeSyntax type) => type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };

    // With a body of its own a property holds nothing, unless the body says `field`.
    private static bool IsStored(PropertyDeclarationSyntax property) =>
        property.Initializer is not null
        || property.AccessorList?.Accessors.Any(accessor => accessor.Body is null && accessor.ExpressionBody is null) == true
        || property.DescendantNodes().Any(node => node.IsKind(SyntaxKind.FieldExpression));
}
