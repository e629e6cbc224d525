using Nightshift.Chat.Rendering;
using Nightshift.Chat.Replies;
using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.Chat.Commands.Reading;

/// <summary>What living runs hold, and what dead ones and the tools of others left behind, with the command that offers to put it right.</summary>
internal sealed class HoldsCommand(ClusterChoice choice, IRuns runs) : ClusterReadingCommand(choice)
{
    public override string Words => "holds";

    public override string Summary => "What runs hold now, and what was left behind";

    protected override async Task<Reply> ReadAsync(ICluster cluster, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var (known, report) = await LeakLook.AtAsync(cluster, new RunsOfClusters(() => runs), cancellationToken);
        return LeakRendering.Of(cluster.Name, known, report);
    }
}
