using Nightshift.Runs;

namespace Nightshift.Clusters;

/// <summary>What the guards of one run are made for. They are made once per run and process, when it begins or is taken up again.</summary>
public sealed record GuardContext(IRunInHand Run)
{
    /// <param name="view">The run as it is now.</param>
    public static GuardContext Of(IClusterKind kind, Func<RunView> view, TimeProvider time) =>
        new(new RunInHand(view, [.. kind.NodeTypes.Select(type => NodeWords.Of(type))], time));
}
