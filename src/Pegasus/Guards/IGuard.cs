using Nightshift.Clusters;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Guards;

/// <summary>One condition. An instance belongs to one run and may remember what it saw before; it is asked by one at a time.</summary>
internal interface IGuard
{
    /// <summary>In the field's words.</summary>
    string Name { get; }

    /// <exception cref="InvalidOperationException">What it needs is not known; no answer is not a good answer.</exception>
    GuardReading Judge(ClusterSnapshot snapshot, IRunInHand run);
}
