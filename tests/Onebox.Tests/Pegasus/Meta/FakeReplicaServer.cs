using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;
using Nightshift.ZooKeeper.Tests.Suite;

namespace Nightshift.Onebox.Tests.Pegasus.Meta;

/// <summary>A replica server that does at once what it is proposed, holds nothing, and remembers what it was sent.</summary>
internal sealed class FakeReplicaServer : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private readonly Func<IReadOnlyList<RpcAddress>> _metas;
    private readonly PeerClient _client;
    private readonly WireServer _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _beating;

    public FakeReplicaServer(WireGeneration generation, string? hostName, Func<IReadOnlyList<RpcAddress>> metas)
    {
        _metas = metas;
        var endpoint = new IPEndPoint(IPAddress.Loopback, FreePorts.Next());
        Node = hostName is null ? NodeAddress.Of(RpcAddress.Of(endpoint)) : NodeAddress.Of(RpcAddress.Of(endpoint), $"{hostName}:{endpoint.Port}");
        _client = new PeerClient(generation, TimeProvider.System, NullLogger.Instance);
        var handlers = new RpcHandlers().AddOneWay<ConfigurationUpdateRequest>(RpcNames.ConfigProposal, (call, proposal) =>
        {
            Proposals.Enqueue(proposal);
            _ = DoAsync(proposal);
            return ValueTask.CompletedTask;
        });
        _server = new WireServer(endpoint, generation, handlers, NullLogger.Instance);
        _server.Start();
        _beating = BeatAsync();
    }

    public NodeAddress Node { get; }

    public ConcurrentQueue<ConfigurationUpdateRequest> Proposals { get; } = [];

    /// <summary>False: proposals are remembered and not carried out.</summary>
    public bool Obeys { get; set; } = true;

    public bool Beats { get; set; } = true;

    /// <summary>Milliseconds since the epoch.</summary>
    public long StartTime { get; set; } = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The last answer of a leader to a beacon.</summary>
    public BeaconAck? LastAck { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _beating;
        await _server.DisposeAsync();
        await _client.DisposeAsync();
        _stop.Dispose();
    }

    public async Task<ConfigSyncResponse?> SyncAsync(RpcAddress meta, params ReplicaInfo[] stored)
    {
        var request = new ConfigSyncRequest { Node = Node, StoredReplicas = stored };
        return (await _client.CallAsync<ConfigSyncRequest, ConfigSyncResponse>(meta, RpcNames.ConfigSync, request, Timeout, _stop.Token)).Message;
    }

    private async Task BeatAsync()
    {
        try
        {
            while (true)
            {
                foreach (var meta in Beats ? _metas() : [])
                {
                    _ = BeatAsync(meta);
                }

                await Task.Delay(100, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task BeatAsync(RpcAddress meta)
    {
        var beacon = new BeaconMessage { Time = 1, From = Node, To = NodeAddress.Of(meta), StartTime = StartTime };
        try
        {
            var reply = await _client.CallAsync<BeaconMessage, BeaconAck>(meta, RpcNames.Beacon, beacon, Timeout, _stop.Token);
            LastAck = reply.Message is { IsMaster: true } ack ? ack : LastAck;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task DoAsync(ConfigurationUpdateRequest proposal)
    {
        if (!Obeys)
        {
            return;
        }

        var config = proposal.Config.Copy();
        config.Ballot++;
        var type = proposal.Type;
        switch (type)
        {
            case ConfigType.AssignPrimary or ConfigType.UpgradeToPrimary:
                config.Primary = Node;
                config.Secondaries = [.. config.Secondaries.Where(each => each != Node)];
                break;
            case ConfigType.AddSecondary or ConfigType.AddSecondaryForLb:
                type = ConfigType.UpgradeToSecondary;
                config.Secondaries = [.. config.Secondaries, proposal.Node];
                break;
            case ConfigType.DowngradeToSecondary:
                config.Secondaries = [.. config.Secondaries, Node];
                config.Primary = NodeAddress.None;
                break;
            default:
                config.Secondaries = [.. config.Secondaries.Where(each => each != proposal.Node)];
                break;
        }

        var request = new ConfigurationUpdateRequest { Info = proposal.Info, Config = config, Type = type, Node = proposal.Node };
        try
        {
            foreach (var meta in _metas())
            {
                await _client.CallAsync<ConfigurationUpdateRequest, ConfigurationUpdateResponse>(
                    meta, RpcNames.UpdatePartitionConfiguration, request, Timeout, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The server stops.
        }
    }
}
