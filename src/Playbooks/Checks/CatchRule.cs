using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Nightshift.Runs;

namespace Nightshift.Playbooks;

/// <summary>
/// The end of a run is an exception that has to reach the top. A <c>catch</c> that could stop it is refused, unless its filter lets it pass or the block
/// does nothing but throw it on.
/// </summary>
internal sealed class CatchRule(SemanticModel model, FaultCollector faults)
{
    private const string Refusal = "this catch could swallow the end of the run: catch what you expect by its type, "
        + "or add 'when (e is not (RunAbandonedException or OperationCanceledException))'";

    private readonly List<ITypeSymbol> _ends =
    [
        .. new[] { typeof(RunAbandonedException), typeof(OperationCanceledException) }
            .Select(type => model.Compilation.GetTypeByMetadataName(type.FullName!))
            .OfType<ITypeSymbol>(),
    ];

    public void Check(IEnumerable<SyntaxNode> nodes)
    {
        foreach (var clause in nodes.OfType<CatchClauseSyntax>())
        {
            if (MeetsEnd(clause) && !LetsPass(clause) && !ThrowsOn(clause.Block)) faults.Add(clause.CatchKeyword.GetLocation(), Refusal);
        }
    }

    private bool MeetsEnd(CatchClauseSyntax clause)
    {
        var caught = clause.Declaration is { } declaration ? model.GetTypeInfo(declaration.Type).Type : null;
        return caught is null or ITypeParameterSymbol || _ends.Exists(end => Is(end, caught) || Is(caught, end));
    }

    private bool LetsPass(CatchClauseSyntax clause)
    {
        if (clause.Filter is not { } filter || clause.Declaration is not { Identifier.ValueText: { Length: > 0 } name }) return false;
        var passed = Conjuncts(filter.FilterExpression)
            .OfType<IsPatternExpressionSyntax>()
            .Where(test => test.Expression is IdentifierNameSyntax { Identifier.ValueText: var tested } && tested == name)
            .SelectMany(test => Excluded(test.Pattern))
            .Select(type => model.GetSymbolInfo(type).Symbol)
            .OfType<ITypeSymbol>()
            .ToList();
        return _ends.TrueForAll(end => passed.Exists(type => Is(end, type)));
    }

    // What matches `not (A or B)`, or `not A and not B`, is neither A nor B.
    private static IEnumerable<SyntaxNode> Excluded(PatternSyntax pattern) => pattern switch
    {
        ParenthesizedPatternSyntax parenthesized => Excluded(parenthesized.Pattern),
        UnaryPatternSyntax not => Alternatives(not.Pattern),
        BinaryPatternSyntax { RawKind: (int)SyntaxKind.AndPattern } and => Excluded(and.Left).Concat(Excluded(and.Right)),
        _ => [],
    };

    private static IEnumerable<SyntaxNode> Alternatives(PatternSyntax pattern) => pattern switch
    {
        ParenthesizedPatternSyntax parenthesized => Alternatives(parenthesized.Pattern),
        BinaryPatternSyntax { RawKind: (int)SyntaxKind.OrPattern } or => Alternatives(or.Left).Concat(Alternatives(or.Right)),
        TypePatternSyntax type => [type.Type],
        ConstantPatternSyntax constant => [constant.Expression],
        _ => [],
    };

    private static IEnumerable<ExpressionSyntax> Conjuncts(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax parenthesized => Conjuncts(parenthesized.Expression),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } and => Conjuncts(and.Left).Concat(Conjuncts(and.Right)),
        _ => [expression],
    };

    private bool ThrowsOn(BlockSyntax block)
    {
        var flow = model.AnalyzeControlFlow(block);
        return flow is { Succeeded: true, EndPointIsReachable: false, ExitPoints.IsEmpty: true }
            && block.Statements is [.., ThrowStatementSyntax { Expression: null }]
            && !block.DescendantNodes().Any(node => node is ThrowStatementSyntax { Expression: not null } or ThrowExpressionSyntax or ReturnStatementSyntax);
    }

    private static bool Is(ITypeSymbol type, ITypeSymbol parent)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at, parent)) return true;
        }

        return false;
    }
}
