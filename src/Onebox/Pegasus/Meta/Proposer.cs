using Microsoft.Extensions.Logging;
using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>Sends proposals to replica servers, one-way: whether they are carried out is seen only by what changes.</summary>
internal interface IProposer
{
    void Send(MetaApp app, PartitionConfiguration partition, ProposalAction action);
}

/// <inheritdoc cref="IProposer"/>
internal sealed class Proposer(PeerClient peers, OneboxFaults faults, Random random, ILogger log) : IProposer
{
    public void Send(MetaApp app, PartitionConfiguration partition, ProposalAction action)
    {
        log.ProposalSent(action.Type, partition.Pid, partition.Ballot, action.Target, action.Node);
        if (action.Type == ConfigType.UpgradeToPrimary && Chance(faults["ignore_upgrade_percent"]))
        {
            log.ProposalLost(action.Type, partition.Pid);
            return;
        }

        var request = new ConfigurationUpdateRequest { Info = app.Snapshot(), Config = partition, Type = action.Type, Node = action.Node };
        peers.Send(action.Target.Ip, RpcNames.ConfigProposal, request);
    }

    private bool Chance(int percent)
    {
        if (percent <= 0)
        {
            return false;
        }

        lock (random)
        {
            return random.Next(100) < percent;
        }
    }
}
