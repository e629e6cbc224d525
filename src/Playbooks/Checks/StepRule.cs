using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Nightshift.Playbooks;

/// <summary>The code of a step, of a gate and of a hold begins no other step.</summary>
internal sealed class StepRule(PlaybookReferences references, FaultCollector faults)
{
    private static readonly string Language = typeof(PlaybookGlobals).FullName!;

    public void Check(IEnumerable<IOperation> operations)
    {
        foreach (var call in operations.OfType<IInvocationOperation>())
        {
            if (BeginsStep(call.TargetMethod) && Outer(call) is { } outer)
                faults.Add(call.Syntax.GetLocation(), $"'{call.TargetMethod.Name}' is a step by itself and cannot be part of {outer}: put one after the other");
        }
    }

    private bool BeginsStep(IMethodSymbol method)
    {
        var owner = SymbolPolicy.NameOf(method.ContainingType);
        return owner == Language
            ? method.Name is nameof(PlaybookGlobals.Step) or nameof(PlaybookGlobals.Observe) or nameof(PlaybookGlobals.Gate) or nameof(PlaybookGlobals.Hold)
                or nameof(PlaybookGlobals.OneByOne) or nameof(PlaybookGlobals.Together) or nameof(PlaybookGlobals.Scope) or nameof(PlaybookGlobals.SafePoint)
                or nameof(PlaybookGlobals.Say)
            : references.IsOfKind(owner) && method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask" };
    }

    private static string? Outer(IOperation operation)
    {
        for (var at = operation; at is not null; at = at.Parent)
        {
            if (at is IAnonymousFunctionOperation && ArgumentOf(at) is { TargetMethod: { } method } && SymbolPolicy.NameOf(method.ContainingType) == Language
                && method.Name is nameof(PlaybookGlobals.Step) or nameof(PlaybookGlobals.Observe) or nameof(PlaybookGlobals.Gate) or nameof(PlaybookGlobals.Hold))
                return $"a {method.Name}";
        }

        return null;
    }

    private static IInvocationOperation? ArgumentOf(IOperation function)
    {
        var at = function.Parent;
        while (at is IDelegateCreationOperation or IConversionOperation or IArgumentOperation) at = at.Parent;
        return at as IInvocationOperation;
    }
}
