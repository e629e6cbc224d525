using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Nightshift.Playbooks;

/// <summary>Judges what code does without naming it: the types of all values, operators, conversions, query clauses, interpolation handlers, indexers.</summary>
internal sealed class OperationRules(SymbolPolicy policy, FaultCollector faults)
{
    public void Check(IEnumerable<IOperation> operations)
    {
        foreach (var operation in operations)
        {
            if (Refusal(operation) is { } refusal) faults.Add(operation.Syntax.GetLocation(), refusal);
        }
    }

    private string? Refusal(IOperation operation) => Symbols(operation).Select(Judge).FirstOrDefault(refusal => refusal is not null) ?? policy.Type(operation.Type);

    private string? Judge(ISymbol? symbol) => symbol is null ? null : policy.Member(symbol);

    private static IEnumerable<ISymbol?> Symbols(IOperation operation) => operation switch
    {
        IInvocationOperation call => [call.TargetMethod],
        IMemberReferenceOperation reference => [reference.Member],
        IObjectCreationOperation creation => [creation.Constructor],
        IConversionOperation conversion => [conversion.OperatorMethod],
        IBinaryOperation binary => [binary.OperatorMethod],
        IUnaryOperation unary => [unary.OperatorMethod],
        ICompoundAssignmentOperation assignment => [assignment.OperatorMethod],
        IIncrementOrDecrementOperation increment => [increment.OperatorMethod],
        IImplicitIndexerReferenceOperation indexer => [indexer.LengthSymbol, indexer.IndexerSymbol],
        ICollectionExpressionOperation collection => [collection.ConstructMethod],
        IRecursivePatternOperation pattern => [pattern.DeconstructSymbol],
        _ => [],
    };
}
