using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Tests.Support;

/// <summary>A client with short limits, and the servers of one test.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private readonly List<FakeServer> _servers = [];
    private OpenMldbClient? _client;

    public FakeDirectory Directory { get; } = new();

    public OpenMldbClientOptions Options { get; init; } = new()
    {
        ReadTimeout = TimeSpan.FromSeconds(20),
        CommandTimeout = TimeSpan.FromSeconds(20),
        LeaderDeadline = TimeSpan.FromSeconds(20),
    };

    public OpenMldbClient Client => _client ??= new OpenMldbClient(Directory, Options, TimeProvider.System, NullLogger.Instance);

    /// <summary>For test classes, which give it back in <c>DisposeAsync</c>.</summary>
    public static Rig Create() => new();

    public INameserver Nameserver => Client.Nameserver;

    public FakeServer Add()
    {
        var server = new FakeServer();
        _servers.Add(server);
        return server;
    }

    /// <summary>One nameserver that ZooKeeper names as leader.</summary>
    public FakeServer AddLeader()
    {
        var server = Add();
        Directory.Leader = _ => server.Endpoint;
        return server;
    }

    public ITablet TabletOf(FakeServer server) => Client.TabletAt(server.Endpoint, server.Endpoint);

    public static Endpoint At(string text) => Endpoint.Parse(text);

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
            await _client.DisposeAsync();
        foreach (var server in _servers)
            await server.DisposeAsync();
    }
}
