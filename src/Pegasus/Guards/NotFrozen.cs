using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Guards;

/// <summary>
/// The meta server may act: neither is it frozen, nor are so few replica servers alive that it freezes by itself. Frozen, it mends nothing, and a partition that loses a
/// member is neither readable nor writable until that comes back. A cluster that was frozen when the run began counts from when it takes a node in hand.
/// </summary>
internal sealed class NotFrozen : IGuard
{
    private bool? _before;

    public string Name => "the meta server is not frozen";

    public GuardReading Judge(ClusterSnapshot snapshot, IRunInHand run)
    {
        var alive = snapshot.Nodes.Count(node => node.Alive);
        var least = Least(snapshot);
        var isFrozen = snapshot.Info.Level <= MetaLevel.Freezed || alive < least;
        _before ??= isFrozen;
        if (!isFrozen) _before = false;
        var sentence = $"the level is {snapshot.Info.Level.Word()}, {alive} of {snapshot.Nodes.Length} replica servers are alive, below {least} it freezes";
        return new GuardReading(!isFrozen || (_before.Value && run.Nodes.Count == 0) || IsHeld(run, snapshot.Info.Level), sentence);
    }

    /// <summary>The number of servers below which the meta server freezes (<c>meta_server_failure_detector.cpp</c>).</summary>
    private static int Least(ClusterSnapshot snapshot)
    {
        var share = (snapshot.Settings.LivePercentage.Value * snapshot.Nodes.Length + 99) / 100;
        return Math.Max(snapshot.Settings.MinLiveNodes.Value, share);
    }

    private static bool IsHeld(IRunInHand run, MetaLevel level) => run.Holds.Any(hold => hold.Setting == HeldSettings.Level && hold.Value == level.Word());
}
