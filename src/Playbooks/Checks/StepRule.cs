using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Nightshift.Playbooks;

/// <summary>The code of a step, of a gate and of a hold begins no other step.</summary>
internal sealed class StepRule(PlaybookReferences references, FaultCollector faults)
{
    public void Check(IEnumerable<IOperation> operations)
    {
        foreach (var call in operations.OfType<IInvocationOperation>())
        {
            if (BeginsStep(call.TargetMethod) && LanguageCalls.Around(call).FirstOrDefault(outer => outer.IsStep) is { } outer)
                faults.Add(call.Syntax.GetLocation(), $"'{call.TargetMethod.Name}' is a step by itself and cannot be part of a {outer.Method}: put one after the other");
        }
    }

    private bool BeginsStep(IMethodSymbol method) => LanguageCalls.IsLanguage(method)
        ? method.Name is nameof(PlaybookGlobals.Step) or nameof(PlaybookGlobals.Observe) or nameof(PlaybookGlobals.Gate) or nameof(PlaybookGlobals.Hold)
            or nameof(PlaybookGlobals.OneByOne) or nameof(PlaybookGlobals.Together) or nameof(PlaybookGlobals.Scope) or nameof(PlaybookGlobals.SafePoint)
            or nameof(PlaybookGlobals.Say) or nameof(PlaybookGlobals.Ask)
        : references.IsOfKind(SymbolPolicy.NameOf(method.ContainingType)) && method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask" };
}
