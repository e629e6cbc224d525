using System.Globalization;
using Nightshift.Chat.Replies;
using Nightshift.Clusters;

namespace Nightshift.Chat.Commands.Reading;

/// <summary><c>/replicas demo.orders</c>: who holds each partition of a table, who leads it, and how it is.</summary>
internal sealed class ReplicasCommand(ClusterChoice choice) : ClusterReadingCommand(choice)
{
    /// <summary>A message with thousands of rows is read by nobody; what is wrong comes first.</summary>
    private const int Shown = 200;

    public override string Words => "replicas";

    public override string Summary => "Every partition of one table: who leads it, who follows, and how it is";

    public override string Usage => "<table> [--on cluster]";

    public override IReadOnlyList<CommandParameter> Parameters => [new("table", "the name of the table") { IsRequired = true }, CommandParameter.On];

    protected override bool TakesClusterFirst => false;

    protected override int MinArguments => 1;

    protected override int MaxArguments => 1;

    protected override async Task<Reply> ReadAsync(ICluster cluster, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        IReadOnlyList<PartitionStatus> partitions;
        try
        {
            partitions = await cluster.PartitionsAsync(arguments[0], cancellationToken);
        }
        catch (NoSuchTableException unknown)
        {
            throw new CommandRefusedException(unknown.Message);
        }

        var unhealthy = partitions.Count(partition => partition.Health != Health.Healthy);
        var rows = partitions
            .OrderBy(partition => unhealthy > 0 && partitions.Count > Shown && partition.Health == Health.Healthy)
            .Take(Shown)
            .Select(IReadOnlyList<string> (partition) =>
            [
                partition.Index.ToString(CultureInfo.InvariantCulture), partition.Health.ToString().ToLowerInvariant(), partition.Leader ?? "nobody",
                string.Join(", ", partition.Followers), partition.Version, partition.Note,
            ]).ToList();
        var more = partitions.Count > Shown ? $", {Shown} shown" : "";
        return new Reply.Table($"Partitions of {arguments[0]} on {cluster.Name}", ["partition", "health", "leads", "follow", "version", "note"], rows,
            unhealthy == 0 ? $"{partitions.Count} partitions, all healthy{more}" : $"{partitions.Count} partitions, {unhealthy} not healthy{more}");
    }
}
