using Nightshift.Onebox.Pegasus.Meta;
using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Tests.Pegasus.Meta;

/// <summary>Remembers proposals instead of sending them.</summary>
internal sealed class SentProposals : IProposer
{
    private readonly List<string> _sent = [];

    /// <summary><c>type pid target node</c>, and forgets them.</summary>
    public string[] Take()
    {
        string[] taken = [.. _sent];
        _sent.Clear();
        return taken;
    }

    public void Send(MetaApp app, PartitionConfiguration partition, ProposalAction action)
        => _sent.Add($"{action.Type} {partition.Pid} {action.Target.Ip.Port} {action.Node.Ip.Port}");
}
