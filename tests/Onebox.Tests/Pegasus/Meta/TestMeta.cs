using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Onebox.Pegasus.Meta;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Commands;
using Nightshift.ZooKeeper;
using Nightshift.ZooKeeper.Tests.Suite;

namespace Nightshift.Onebox.Tests.Pegasus.Meta;

/// <summary>A meta server in this process, whose connection to ZooKeeper can be cut: what the end of its process would do to its session.</summary>
internal sealed class TestMeta : IAsyncDisposable
{
    private readonly TcpProxy _proxy;

    public TestMeta(ServerAddress zooKeeper, TestConfiguration shared, int port, WireGeneration generation, string? hostName, string version)
    {
        _proxy = new TcpProxy(zooKeeper);
        var configuration = new TestConfiguration();
        foreach (var (key, value) in shared)
        {
            configuration[key] = value;
        }

        configuration["zookeeper/hosts_list"] = _proxy.Address.ToString();
        Endpoint = new IPEndPoint(IPAddress.Loopback, port);
        var identity = new ServerIdentity(version, "0123456789", TimeProvider.System.GetUtcNow());
        Server = new MetaServer(new MetaEnvironment(
            configuration, Endpoint, generation, identity, TimeProvider.System, new Random(port), NullLogger.Instance)
        {
            HostName = hostName,
            ClosesSession = true,
        });
        Server.Start();
    }

    public IPEndPoint Endpoint { get; }

    public RpcAddress Address => RpcAddress.Of(Endpoint);

    public MetaServer Server { get; }

    /// <summary>Cuts it off from ZooKeeper, for good until resumed.</summary>
    public void CutOff() => _proxy.Refuse();

    public void Resume() => _proxy.Resume();

    /// <summary>Ends it as a killed process ends: its session stays until it expires.</summary>
    public async Task KillAsync()
    {
        _proxy.Refuse();
        await Server.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await _proxy.DisposeAsync();
    }
}
