using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta.State;

/// <summary>The leader's view of the cluster (<c>meta_view</c>). Everything in it is read and changed under <see cref="Gate"/>.</summary>
internal sealed class ClusterState
{
    public Lock Gate { get; } = new();

    /// <summary>All tables by id, dropped ones too.</summary>
    public SortedDictionary<int, MetaApp> Apps { get; } = [];

    /// <summary>Tables that are not dropped, by name.</summary>
    public SortedDictionary<string, MetaApp> Existing { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<NodeAddress, NodeState> Nodes { get; } = new(AddressOrder.Instance);

    /// <summary>A table that is there and usable; null otherwise.</summary>
    public MetaApp? Available(Gpid pid)
        => Apps.TryGetValue(pid.AppId, out var app) && app.Info.Status == AppStatus.Available
            && pid.PartitionIndex >= 0 && pid.PartitionIndex < app.Info.PartitionCount
            ? app
            : null;

    public NodeState? Find(NodeAddress node) => Nodes.GetValueOrDefault(node);

    public NodeState FindOrAdd(NodeAddress node)
        => Nodes.TryGetValue(node, out var known) ? known : Nodes[node] = new NodeState(node);

    public bool IsAlive(NodeAddress node) => Nodes.TryGetValue(node, out var known) && known.IsAlive;

    /// <summary>Makes the nodes from the configurations; they count as alive until the failure detector knows better.</summary>
    public void InitializeNodes()
    {
        foreach (var partition in Apps.Values.SelectMany(app => app.Partitions))
        {
            if (partition.Primary.IsValid)
            {
                FindOrAdd(partition.Primary).Put(partition.Pid, asPrimary: true);
            }

            foreach (var secondary in partition.Secondaries)
            {
                FindOrAdd(secondary).Put(partition.Pid, asPrimary: false);
            }
        }

        foreach (var node in Nodes.Values)
        {
            node.IsAlive = true;
        }
    }
}
