using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Nightshift.Playbooks;

/// <summary>A task is awaited where it is begun, or handed to the caller: otherwise steps of one scope would overlap, or outlive the run.</summary>
internal sealed class TaskRules(SemanticModel model, FaultCollector faults)
{
    public void Check(IEnumerable<IOperation> operations)
    {
        foreach (var operation in operations)
        {
            if (operation is IInvocationOperation call && IsTask(call.Type) && !IsAwaited(call.Syntax))
                faults.Add(call.Syntax.GetLocation(), $"'{call.TargetMethod.Name}' is begun and not awaited: write await in front of it");
            else if (operation is IPropertyReferenceOperation { Type: { } property } && IsTask(property) && !IsAwaited(operation.Syntax))
                faults.Add(operation.Syntax.GetLocation(), "this task is not awaited: write await in front of it");
            else if (operation is IConversionOperation { Operand.Type: { } from, Type: { } to } && IsTask(from) && !IsTask(to))
                faults.Add(operation.Syntax.GetLocation(), "a task is awaited, not kept as something else");
            else if (HoldsTasks(operation.Type))
                faults.Add(operation.Syntax.GetLocation(), "tasks are not collected: work at the same time is Together(items, maxAtOnce, each)");
        }
    }

    private bool IsAwaited(SyntaxNode node) => node.Parent switch
    {
        AwaitExpressionSyntax => true,
        ReturnStatementSyntax => true,
        ArrowExpressionClauseSyntax => true,
        AnonymousFunctionExpressionSyntax function => model.GetSymbolInfo(function).Symbol is IMethodSymbol { ReturnsVoid: false },
        ConditionalExpressionSyntax choice when choice.Condition != node => IsAwaited(choice),
        SwitchExpressionArmSyntax arm => IsAwaited(arm.Parent!),
        ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax => IsAwaited(node.Parent),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } either => IsAwaited(either),
        ConditionalAccessExpressionSyntax access when access.WhenNotNull == node => IsAwaited(access),
        MemberAccessExpressionSyntax => true, // What may follow a task is judged by its name.
        _ => false,
    };

    private static bool HoldsTasks(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => IsTask(array.ElementType) || HoldsTasks(array.ElementType),
        INamedTypeSymbol { TypeKind: not TypeKind.Delegate } named => named.TypeArguments.Any(argument => IsTask(argument) || HoldsTasks(argument)),
        _ => false,
    };

    private static bool IsTask(ITypeSymbol? type) => type is INamedTypeSymbol named
        && SymbolPolicy.NameOf(named) is "System.Threading.Tasks.Task" or "System.Threading.Tasks.Task`1" or "System.Threading.Tasks.ValueTask" or "System.Threading.Tasks.ValueTask`1";
}
