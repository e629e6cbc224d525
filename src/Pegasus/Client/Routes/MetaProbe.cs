using System.Net;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client.Sessions;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Client.Routes;

/// <summary>
/// Asks one meta server what it is. The question is query_cfg of a table that does not exist: the only call in which a standby names the leader, as the primary of one
/// partition, while the leader answers ERR_OBJECT_NOT_FOUND.
/// </summary>
internal sealed class MetaProbe(RpcChannel channel)
{
    private static readonly QueryConfigRequest Question = new("nightshift-asks-who-leads", []);

    public async Task<MetaSighting> Ask(Endpoint meta, CancellationToken cancellationToken)
    {
        var call = new CallSite(PartitionMessages.QueryConfig.Name, $"meta server {meta}", meta, null);
        var limit = channel.Options.StandingTimeout;
        try
        {
            var answer = await channel.Send(call, meta, PartitionMessages.QueryConfig, Question, RequestHeader.Admin(limit), limit, cancellationToken);
            return answer.Error switch
            {
                ErrorNames.ForwardToOthers => new(new(meta, MetaRole.Standby, null), Named(answer.Value)),
                ErrorNames.ServiceNotActive => new(new(meta, MetaRole.Loading, null), null),
                ErrorNames.UnderRecovery => new(new(meta, MetaRole.Recovering, null), null),
                _ => new(new(meta, MetaRole.Leader, null), null),
            };
        }
        catch (PegasusException e)
        {
            return new(new(meta, MetaRole.Unreachable, e.Message), null) { WantsKerberos = e is RefusedByClusterException { Error: ErrorNames.Unauthenticated } };
        }
    }

    private static Server? Named(AppPartitions answer) =>
        answer.Partitions is [{ Primary: { } leader }, ..] && !leader.Address.Address.Equals(IPAddress.Any) ? leader : null;
}

/// <param name="Named">Whom a standby named as the leader; null when nobody.</param>
internal sealed record MetaSighting(MetaStanding Standing, Server? Named)
{
    public bool WantsKerberos { get; init; }
}
