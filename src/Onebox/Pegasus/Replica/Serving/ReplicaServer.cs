using Microsoft.Extensions.Logging;
using Nightshift.Onebox.Pegasus.Configuration;
using Nightshift.Onebox.Pegasus.Hosting;
using Nightshift.Onebox.Pegasus.Replica.Partition;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Commands;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Serving;

/// <summary>
/// A replica server, after upstream's <c>replica_stub</c> (<c>src/replica/replica_stub.cpp</c>, 2.5.0). Nothing in it is shared by other servers of
/// the same process.
/// </summary>
internal sealed partial class ReplicaServer : IReplicaHost, IAsyncDisposable
{
    private readonly TaskCompletionSource<string> _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _root;
    private readonly Random _random;
    private readonly PeerClient _client;
    private readonly ServerWork _work;
    private readonly WireServer _wire;
    private readonly FailureDetector _detector;
    private readonly MetaGroup _metas;

    /// <param name="self">Where it listens, and in master its name.</param>
    /// <param name="identity">What it runs.</param>
    /// <param name="generation">How it names servers and answers remote commands.</param>
    /// <param name="options">Its configuration.</param>
    /// <param name="directory">What the data directory lies below.</param>
    public ReplicaServer(
        NodeAddress self, ServerIdentity identity, WireGeneration generation, ReplicaOptions options, OneboxFaults faults, string directory, TimeProvider time,
        Random random, ILogger log)
    {
        (Self, Identity, Generation, Options, Time, Log, _random) = (self, identity, generation, options, time, log, random);
        _root = Path.GetFullPath(Path.Combine(directory, options.DataDirectory, "replica", "reps"));
        _client = new PeerClient(generation, time, log);
        _work = new ServerWork(time, log) { Failed = OnFailure };
        Peers = new ReplicaPeers(_client);
        IReadOnlyList<NodeAddress> metas = [.. options.MetaServers.Select(meta => Resolve(meta, generation))];
        _detector = new FailureDetector(self, metas, options, _client, time, random, log);
        _metas = new MetaGroup(metas, _detector, _client);
        _commands = new RemoteCommands(generation);
        identity.Register(_commands, options.Ini, generation);
        faults.Register(_commands);
        ReplicaCommands.Register(_commands, this);
        _wire = new WireServer(self.Ip.ToEndPoint(), generation, new RpcHandlers { Route = Route }.Add(RpcNames.Negotiation, NoAuthentication), log) { Http = AnswerAsync, Faults = faults };
    }

    public ServerIdentity Identity { get; }

    public WireGeneration Generation { get; }

    public NodeAddress Self { get; }

    public ReplicaOptions Options { get; }

    public TimeProvider Time { get; }

    public ILogger Log { get; }

    public IReplicaPeers Peers { get; }

    public LearnSlots LearnSlots { get; } = new();

    /// <summary>Ends with the reason when the process would have aborted.</summary>
    public Task<string> Aborted => _aborted.Task;

    /// <summary>Opens the port; loading goes on behind it.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The port is in use.</exception>
    public void Start()
    {
        Log.Starts(Self, Identity.Version);
        _wire.Start();
        _work.Run(LoadAsync);
    }

    public int NextPercent()
    {
        lock (_random) return _random.Next(100);
    }

    public void After(TimeSpan delay, Action work) => _work.After(delay, work);

    public void Run(Func<CancellationToken, Task> work) => _work.Run(work);

    public Task<ConfigurationUpdateResponse> UpdateConfigurationAsync(ConfigurationUpdateRequest request, CancellationToken cancellationToken) =>
        _metas.UpdateAsync(request, cancellationToken);

    public void Abort(string reason)
    {
        Log.Aborts(reason);
        _aborted.TrySetResult(reason);
        throw new ReplicaAbortedException(reason);
    }

    /// <summary>Ends at once, as SIGTERM and SIGKILL do: no hand-over, no flush.</summary>
    public async ValueTask DisposeAsync()
    {
        await _wire.DisposeAsync();
        await _work.DisposeAsync();
        await _client.DisposeAsync();
        foreach (var replica in Everything()) replica.Dispose();
    }

    private static NodeAddress Resolve(string address, WireGeneration generation)
    {
        var colon = address.LastIndexOf(':');
        var host = address[..colon];
        var ip = System.Net.IPAddress.TryParse(host, out var literal)
            ? literal
            : System.Net.Dns.GetHostAddresses(host, System.Net.Sockets.AddressFamily.InterNetwork)[0];
        var found = RpcAddress.Parse($"{ip}{address[colon..]}");
        return generation == WireGeneration.HostPort ? NodeAddress.Of(found, address) : NodeAddress.Of(found);
    }

    private static ValueTask<RpcAnswer> NoAuthentication(RpcCall call) =>
        ValueTask.FromResult(RpcAnswer.Of(new NegotiationResponse { Status = NegotiationStatus.AuthDisable }));

    private void OnFailure(Exception error)
    {
        if (error is ReplicaAbortedException) return;
        Log.WorkFailed(error);
        _aborted.TrySetResult(error.ToString());
    }
}
