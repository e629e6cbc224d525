using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Nightshift.Playbooks;

/// <summary>Judges every name that is written, by what it stands for.</summary>
internal sealed class NameRules(SemanticModel model, SymbolPolicy policy, FaultCollector faults)
{
    public void Check(IReadOnlyList<SyntaxNode> nodes)
    {
        List<SimpleNameSyntax> names = [.. nodes.OfType<SimpleNameSyntax>().Where(name => !name.IsVar && !IsInNameOf(name))];

        // Members first: "System.IO.File.Delete" tells more than "System.IO.File".
        foreach (var name in names) CheckMember(name);
        foreach (var name in names) CheckType(name);
        foreach (var type in nodes.OfType<PredefinedTypeSyntax>()) Add(type, policy.Type(model.GetTypeInfo(type).Type));
    }

    private void CheckMember(SimpleNameSyntax name)
    {
        var symbol = model.GetSymbolInfo(name).Symbol ?? model.GetSymbolInfo(name).CandidateSymbols.FirstOrDefault();
        if (symbol is not (IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol) || policy.Member(symbol) is not { } refusal) return;

        // A value of a refused type is told where it comes from.
        var isPlainStatic = symbol.IsStatic || symbol is IMethodSymbol { ReducedFrom: not null } or IMethodSymbol { MethodKind: MethodKind.Constructor };
        if (!isPlainStatic && !policy.IsAllowedType(symbol.ContainingType)) return;
        Add(symbol.IsStatic && name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name, refusal);
    }

    private void CheckType(SimpleNameSyntax name)
    {
        if (model.GetSymbolInfo(name).Symbol is ITypeSymbol type) Add(Whole(name), policy.Type(type));
    }

    private void Add(SyntaxNode place, string? refusal)
    {
        if (refusal is not null) faults.Add(place.GetLocation(), refusal);
    }

    private static SyntaxNode Whole(SimpleNameSyntax name) => name.Parent switch
    {
        QualifiedNameSyntax qualified when qualified.Right == name => qualified,
        MemberAccessExpressionSyntax access when access.Name == name => access,
        _ => name,
    };

    private bool IsInNameOf(SyntaxNode node) => node.Ancestors().OfType<InvocationExpressionSyntax>().Any(IsNameOf);

    private bool IsNameOf(InvocationExpressionSyntax call) =>
        call.Expression is IdentifierNameSyntax { Identifier.Text: "nameof" } && model.GetOperation(call) is Microsoft.CodeAnalysis.Operations.INameOfOperation;
}
