using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.OpenMldb.Leaks;
using Nightshift.OpenMldb.Processes;

namespace Nightshift.OpenMldb;

/// <summary>Where each process of the cluster is installed, from the configuration.</summary>
internal sealed class Deployments(string cluster, OpenMldbSettings settings, IHosts hosts)
{
    private readonly Dictionary<Endpoint, NodeDeployment> _nodes = settings.Nodes.ToDictionary(
        node => Endpoint.Parse(node.Endpoint),
        node => new NodeDeployment(node.Component, Endpoint.Parse(node.Endpoint), hosts.Get(HostOf(node)), node.Directory));

    public IReadOnlyCollection<NodeDeployment> All => _nodes.Values;

    /// <summary>Those that can be called by what they are configured as.</summary>
    public IReadOnlyList<Endpoint> Nameservers =>
        [.. All.Where(node => node.Component == "nameserver" && !node.Endpoint.IsName).Select(node => node.Endpoint).Order()];

    /// <summary>Where the vendor's tool may have left its file: where it is told to by the configuration, and where it is run from by the manual.</summary>
    public IReadOnlyList<StatPlace> StatPlaces =>
        [.. settings.StatFiles.Select(file => new StatPlace(hosts.Get(HostAddress.Parse(file.Host)), file.Path))
            .Concat(All.SelectMany(node => new[] { new StatPlace(node.Host, $"{node.Directory}/.stat"), new StatPlace(node.Host, $"{node.Directory}/tools/.stat") }))
            .DistinctBy(place => (place.Host.Name, place.Path))];

    public NodeDeployment? Find(Endpoint endpoint) => _nodes.GetValueOrDefault(endpoint);

    /// <exception cref="InvalidOperationException">It is not configured; the message says where to add it.</exception>
    public NodeDeployment Of(Endpoint endpoint) => Find(endpoint)
        ?? throw new InvalidOperationException($"{endpoint}: nobody said where it is installed; add it under Nightshift:Clusters:{cluster}:Nodes");

    private static HostAddress HostOf(NodeSettings node) =>
        HostAddress.Parse(node.Host.Length > 0 ? node.Host : Endpoint.Parse(node.Endpoint).Host);
}
