using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Tests.Guards;

/// <summary>A run that does what the test says.</summary>
internal sealed class FakeInHand : IRunInHand
{
    public List<NodeInHand> Nodes { get; } = [];

    public List<HoldView> Holds { get; } = [];

    public Dictionary<string, string> Results { get; } = [];

    IReadOnlyCollection<NodeInHand> IRunInHand.Nodes => Nodes;

    IReadOnlyCollection<HoldView> IRunInHand.Holds => Holds;

    public string? FirstResult(string step) => Results.GetValueOrDefault(step);

    public FakeInHand Take(Endpoint tablet, DateTimeOffset since = default)
    {
        Nodes.Add(new NodeInHand(tablet.ToString(), since));
        return this;
    }
}
