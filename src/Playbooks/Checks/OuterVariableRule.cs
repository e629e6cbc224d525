using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Nightshift.Playbooks;

/// <summary>
/// The code of a step writes to no variable outside of it: a replay does not run that code, so the variable would keep another value. The same holds for
/// the branches of <c>Together</c>, which a replay may take in another order.
/// </summary>
internal sealed class OuterVariableRule(FaultCollector faults)
{
    public void Check(IEnumerable<IOperation> operations)
    {
        foreach (var operation in operations)
        {
            foreach (var target in Targets(operation))
            {
                if (VariableOf(target) is { } variable && LanguageCalls.Around(target).FirstOrDefault(outer => IsOutside(variable, outer.Function) && outer.Unrepeatable) is { } outer)
                    faults.Add(target.Syntax.GetLocation(), $"'{variable.Name}' is set inside of a {outer.Method} and is another in a replay: let the step return the value");
            }
        }
    }

    private static ImmutableArray<IOperation> Targets(IOperation operation) => operation switch
    {
        IDeconstructionAssignmentOperation { Target: ITupleOperation tuple } => tuple.Elements,
        IAssignmentOperation assignment => [assignment.Target],
        IIncrementOrDecrementOperation increment => [increment.Target],
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => [argument.Value],
        _ => [],
    };

    private static ISymbol? VariableOf(IOperation target) => target switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field => field.Field,
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } property => property.Property,
        _ => null,
    };

    // An object initializer sets members of what is being made, which are declared elsewhere as well but belong to nobody yet.
    private static bool IsOutside(ISymbol variable, IAnonymousFunctionOperation function) =>
        variable.DeclaringSyntaxReferences is [var declaration, ..]
        && (declaration.SyntaxTree != function.Syntax.SyntaxTree || !function.Syntax.Span.Contains(declaration.Span))
        && !(variable is IPropertySymbol or IFieldSymbol && variable.ContainingType.Name != PlaybookSyntax.ClassName);
}
