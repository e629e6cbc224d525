using System.Net;
using Microsoft.Extensions.Logging;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Commands;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>What a meta server is started with.</summary>
/// <param name="Endpoint">Where it listens; IPv4.</param>
/// <param name="Generation">Up to 2.5, or master.</param>
/// <param name="Identity">Version and start of the process.</param>
/// <param name="Random">Order of ZooKeeper servers, and faults that strike by chance.</param>
internal sealed record MetaEnvironment(
    IPegasusConfiguration Configuration, IPEndPoint Endpoint, WireGeneration Generation, ServerIdentity Identity, TimeProvider Time, Random Random, ILogger Log)
{
    /// <summary>Master's name of this host; null: its address.</summary>
    public string? HostName { get; init; }

    /// <summary>Answers whatever is not below <c>/meta</c>: the pages that every server has.</summary>
    public HttpHandler CommonPages { get; init; } = _ => ValueTask.FromResult(HttpReply.NotFound);

    /// <summary>
    /// Whether the server, when it is disposed of, closes its ZooKeeper session. The end of a process does not: the lock then stays until the
    /// servers expire the session.
    /// </summary>
    public bool ClosesSession { get; init; }

    /// <summary>Faults of this server.</summary>
    public OneboxFaults Faults { get; init; } = new(Configuration, Log);

    /// <summary>The server by address and name.</summary>
    public NodeAddress Me => Named(NodeAddress.Of(RpcAddress.Of(Endpoint)));

    /// <summary>
    /// A server that a message names by its address alone, named as master would by looking its host up: all servers of a onebox are on one.
    /// </summary>
    public NodeAddress Named(NodeAddress node)
    {
        var byAddress = NodeAddress.Of(node.Ip);
        return Generation == WireGeneration.HostPort && HostName is not null && node.Ip.IsValid && node == byAddress
            ? new NodeAddress(node.Ip, new HostPort(HostName, node.Ip.Port))
            : node;
    }
}
