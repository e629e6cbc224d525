using Nightshift.Chat.Replies;
using Nightshift.Clusters;

namespace Nightshift.Chat.Commands.Reading;

internal sealed class StatusCommand(ClusterChoice choice) : ClusterReadingCommand(choice)
{
    public override string Words => "status";

    public override string Summary => "Every process of a cluster: state, version, role";

    protected override async Task<Reply> ReadAsync(ICluster cluster, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var status = await cluster.StatusAsync(cancellationToken);
        var rows = status.Nodes.Select(IReadOnlyList<string> (node) =>
            [node.Component, node.Name, node.Health.ToString().ToLowerInvariant(), node.Version ?? "unknown", node.Note]).ToList();
        var settings = string.Join(", ", status.Settings.Select(setting => $"{setting.Key} = {setting.Value}"));
        return new Reply.Table($"{status.Cluster} ({status.Kind}): {status.Health.ToString().ToLowerInvariant()}",
            ["component", "node", "state", "version", "note"], rows, settings.Length == 0 ? status.Summary : $"{status.Summary}; {settings}");
    }
}
