using Nightshift.Chat.Rendering;
using Nightshift.Chat.Replies;
using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands.Reading;

internal sealed class StatusCommand(ClusterChoice choice, IRuns runs, IClusterLocks locks) : ClusterReadingCommand(choice)
{
    private const int LookedAt = 100;

    public override string Words => "status";

    public override string Summary => "Every process of a cluster: state, version, role; and who has the cluster";

    protected override async Task<Reply> ReadAsync(ICluster cluster, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var status = await cluster.StatusAsync(cancellationToken);
        var rows = status.Nodes.Select(IReadOnlyList<string> (node) =>
            [node.Component, node.Name, node.Health.ToString().ToLowerInvariant(), node.Version ?? "unknown", node.Note]).ToList();
        var settings = string.Join(", ", status.Settings.Select(setting => $"{setting.Key} = {setting.Value}"));
        var held = await locks.FindAsync(cluster.Name, cancellationToken);
        var queued = (await runs.ListAsync(LookedAt, cancellationToken)).Where(run => run.State == RunState.Queued && run.Cluster == cluster.Name);
        string[] parts = [status.Summary, settings, .. LockRendering.Lines(held, [.. queued.OrderBy(run => run.Id.Value)])];
        return new Reply.Table($"{status.Cluster} ({status.Kind}): {status.Health.ToString().ToLowerInvariant()}",
            ["component", "node", "state", "version", "note"], rows, string.Join("; ", parts.Where(part => part.Length > 0)));
    }
}
