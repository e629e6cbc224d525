using System.Net;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client.Sessions;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Client.Routes;

/// <summary>
/// Whether a meta server speaks of host names, told by its list of nodes, and under which names it knows its nodes: a proposal carries exactly those strings to the
/// generation that has them, and none of them to the one before. Asked again after a while, because a meta server may be upgraded.
/// </summary>
internal sealed class GenerationBook(RpcChannel channel, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private readonly Dictionary<Endpoint, (long At, Task<KnownNodes> Nodes)> _known = [];

    /// <summary>Many proposals at the same time share one question.</summary>
    public Task<KnownNodes> Of(Endpoint meta, CancellationToken cancellationToken)
    {
        Task<KnownNodes> nodes;
        lock (_lock)
        {
            var fresh = _known.TryGetValue(meta, out var known) && time.GetElapsedTime(known.At) < Freshness && !known.Nodes.IsFaulted;
            nodes = fresh ? known.Nodes : Ask(meta);
            if (!fresh)
                _known[meta] = (time.GetTimestamp(), nodes);
        }

        return nodes.WaitAsync(cancellationToken);
    }

    private async Task<KnownNodes> Ask(Endpoint meta)
    {
        var call = new CallSite(NodeMessages.ListNodes.Name, $"meta server {meta}", meta, null);
        try
        {
            var nodes = await channel.Ask(call, meta, NodeMessages.ListNodes, default, channel.Options.ReadTimeout, CancellationToken.None);
            return new KnownNodes([.. nodes.Select(n => n.Server)]);
        }
        catch (NodeUnreachableException e)
        {
            throw new NodeUnreachableException(e.Call, Delivery.NotSent, e.Message, e);
        }
    }
}

/// <summary>The nodes of one meta server by its own account.</summary>
internal sealed class KnownNodes(IReadOnlyList<Server> nodes)
{
    private readonly Dictionary<IPEndPoint, Server> _byAddress = nodes.DistinctBy(n => n.Address).ToDictionary(n => n.Address);

    public Generation Generation { get; } = nodes.Any(n => n.HasHostName) ? Generation.HostNames : Generation.Addresses;

    /// <summary>The proposal with the names that this meta server uses.</summary>
    /// <exception cref="WrongRequestException">It does not know one of the servers.</exception>
    public Proposal Named(CallSite call, Proposal proposal) =>
        Generation == Generation.Addresses
            ? proposal
            : proposal with { Target = Named(call, proposal.Target), Node = Named(call, proposal.Node) };

    /// <summary>A name that was not told must not be made up: the server would look up a member that is not there.</summary>
    private Server Named(CallSite call, Server server) =>
        (nodes.FirstOrDefault(n => n.Name == server.Name) ?? _byAddress.GetValueOrDefault(server.Address)) is { HasHostName: true } known
            ? known
            : throw new WrongRequestException(call, $"{call.Prefix} lists no {server} with a host name, so {call.Method} was not sent.");
}
