using Nightshift.Chat.Replies;
using Nightshift.Clusters;

namespace Nightshift.Chat.Commands.Reading;

internal sealed class CheckCommand(ClusterChoice choice) : ClusterReadingCommand(choice)
{
    public override string Words => "check";

    public override string Summary => "What stands in the way of maintenance";

    protected override async Task<Reply> ReadAsync(ICluster cluster, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var findings = await cluster.CheckAsync(cancellationToken);
        var rows = findings.Select(IReadOnlyList<string> (finding) => [finding.Blocks ? "blocks" : "note", finding.Thing, finding.Reason, finding.NextStep]).ToList();
        var blocking = findings.Count(finding => finding.Blocks);
        return new Reply.Table($"Check of {cluster.Name}", ["", "thing", "reason", "next step"], rows,
            blocking == 0 ? "nothing stands in the way of maintenance" : $"{blocking} finding(s) stand in the way of maintenance");
    }
}
