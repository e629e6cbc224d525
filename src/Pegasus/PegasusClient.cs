using System.Net;
using Microsoft.Extensions.Logging;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Client.Data;
using Nightshift.Pegasus.Client.Http;
using Nightshift.Pegasus.Client.Routes;
using Nightshift.Pegasus.Client.Sessions;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus;

/// <summary>Puts the parts together. Owns its connections.</summary>
public sealed class PegasusClient : IPegasusClient
{
    private readonly RpcChannel _channel;
    private readonly PageReader _pages;
    private readonly LeaderFinder _leaders;
    private readonly PegasusClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <param name="metas">All meta servers, by address or by name.</param>
    public PegasusClient(IReadOnlyList<Endpoint> metas, PegasusClientOptions options, TimeProvider time, ILogger<PegasusClient> logger)
        : this(metas, options, time, logger, static (host, token) => Dns.GetHostAddressesAsync(host, token))
    {
    }

    internal PegasusClient(
        IReadOnlyList<Endpoint> metas, PegasusClientOptions options, TimeProvider time, ILogger logger, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        if (options.Faults() is { Count: > 0 } faults)
            throw new ArgumentException($"The options of the Pegasus client cannot be used: {string.Join("; ", faults)}.", nameof(options));
        if (metas.Count == 0 || metas.Any(m => m.Port == 0))
            throw new ArgumentException("At least one meta server is needed, each as host:port.", nameof(metas));
        _options = options;
        _time = time;
        _logger = logger;
        var servers = new ServerBook();
        var addresses = new AddressBook(servers, resolve);
        _channel = new RpcChannel(addresses, servers, options, time, logger);
        _pages = new PageReader(addresses, options, time);
        _leaders = new LeaderFinder([.. metas.Distinct()], new MetaProbe(_channel), addresses, logger);
        Meta = MetaWith(options);
    }

    public IMeta Meta { get; }

    public Task<IReadOnlyList<MetaStanding>> Metas(CancellationToken cancellationToken) => _leaders.Standings(cancellationToken);

    public IServerCommands At(Endpoint server) => new ServerCommands(server, _channel, _pages);

    public IReplicaServer Replica(Server server) => new ReplicaServerClient(server, _channel, _pages);

    public async Task<IDataTable> Table(string name, CancellationToken cancellationToken) =>
        new DataTable(name, await Meta.QueryConfig(name, cancellationToken), Meta, _channel);

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        _pages.Dispose();
    }

    /// <summary>The same connections with other patience.</summary>
    internal IMeta MetaWith(PegasusClientOptions options) =>
        new MetaClient(new LeaderRoute(_channel, _leaders, options, _time, _logger), _channel, _time);
}
