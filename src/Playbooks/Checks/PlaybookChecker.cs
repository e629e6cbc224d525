using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Nightshift.Playbooks;

/// <summary>
/// Refuses what breaks replay or trust, by symbols and not by text, so that aliases, <c>using static</c>, method groups and implicit calls are
/// seen for what they are. The more exact rules come first: of two faults at one place the first is told.
/// </summary>
internal sealed class PlaybookChecker(CSharpCompilation compilation, PlaybookReferences references, FaultCollector faults)
{
    public void Check()
    {
        var policy = new SymbolPolicy(compilation.Assembly, references);
        foreach (var tree in compilation.SyntaxTrees)
        {
            var model = compilation.GetSemanticModel(tree);
            List<SyntaxNode> nodes = [.. tree.GetRoot().DescendantNodes()];
            new SyntaxRules(model, faults).Check(nodes);
            new NameRules(model, policy, faults).Check(nodes);
            new CatchRule(model, faults).Check(nodes);
            var operations = Operations(nodes, model);
            new TaskRules(model, faults).Check(operations);
            new StepRule(references, faults).Check(operations);
            new OuterVariableRule(faults).Check(operations);
            new OperationRules(policy, faults).Check(operations);
        }
    }

    // Walked from the roots, so that operations without a syntax of their own are met too.
    private static List<IOperation> Operations(IEnumerable<SyntaxNode> nodes, SemanticModel model)
    {
        var found = new List<IOperation>();
        var open = new Stack<IOperation>(nodes.Select(node => model.GetOperation(node)).OfType<IOperation>().Where(operation => operation.Parent is null).Distinct());
        while (open.TryPop(out var operation))
        {
            if (operation is Microsoft.CodeAnalysis.Operations.INameOfOperation) continue;
            found.Add(operation);
            foreach (var child in operation.ChildOperations) open.Push(child);
        }

        return found;
    }
}
