using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Tests.Guards;

/// <summary>A run that does what the test says.</summary>
internal sealed class FakeInHand : IRunInHand
{
    public List<NodeInHand> Nodes { get; } = [];

    public List<HoldView> Holds { get; } = [];

    IReadOnlyCollection<NodeInHand> IRunInHand.Nodes => Nodes;

    IReadOnlyCollection<HoldView> IRunInHand.Holds => Holds;

    public string? FirstResult(string step) => null;

    public FakeInHand Take(Server server, DateTimeOffset since = default)
    {
        Nodes.Add(new NodeInHand(server.ToString(), since));
        return this;
    }

    public FakeInHand Hold(string setting, string value)
    {
        Holds.Add(new HoldView(setting, "before", value, default));
        return this;
    }
}
