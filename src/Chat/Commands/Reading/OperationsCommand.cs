using Nightshift.Chat.Rendering;
using Nightshift.Chat.Replies;
using Nightshift.Clusters;

namespace Nightshift.Chat.Commands.Reading;

internal sealed class OperationsCommand(ClusterChoice choice) : ClusterReadingCommand(choice)
{
    private const int Shown = 50;

    public override string Words => "ops";

    public override string Summary => "The database's own operations, newest first";

    public override string Usage => "[filter] [--on cluster]";

    public override IReadOnlyList<CommandParameter> Parameters => [new("filter", "only operations in which this occurs"), CommandParameter.On];

    protected override bool TakesClusterFirst => false;

    protected override int MaxArguments => 1;

    protected override async Task<Reply> ReadAsync(ICluster cluster, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var filter = arguments.Count == 0 ? null : arguments[0];
        var operations = await cluster.OperationsAsync(filter, cancellationToken);
        var rows = operations.Take(Shown).Select(IReadOnlyList<string> (operation) =>
        [
            operation.Id, operation.Type, operation.Subject, operation.State, operation.Task, Quantities.Time(operation.Began), Quantities.Span(operation.Took),
        ]).ToList();
        var matching = filter is null ? "" : $" that match '{filter}'";
        var more = operations.Count > Shown ? $", the newest {Shown} shown" : "";
        return new Reply.Table($"Operations of {cluster.Name}{matching}", ["id", "type", "subject", "state", "task", "began", "took"], rows,
            $"{operations.Count} operations{matching}{more}{(cluster.OperationsUnseen.Length > 0 ? $"; {cluster.OperationsUnseen}" : "")}");
    }
}
