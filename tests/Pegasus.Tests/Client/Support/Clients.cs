using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Tests.Client.Support;

internal static class Clients
{
    /// <summary>Patience that fits a test.</summary>
    public static readonly PegasusClientOptions Quick = new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(5),
        ReadTimeout = TimeSpan.FromSeconds(5),
        CommandTimeout = TimeSpan.FromSeconds(5),
        DataTimeout = TimeSpan.FromSeconds(5),
        LeaderDeadline = TimeSpan.FromSeconds(10),
    };

    /// <summary>For servers that are silent on purpose.</summary>
    public static readonly PegasusClientOptions Impatient = Quick with
    {
        ReadTimeout = TimeSpan.FromMilliseconds(400),
        CommandTimeout = TimeSpan.FromMilliseconds(400),
        DataTimeout = TimeSpan.FromMilliseconds(400),
        LeaderDeadline = TimeSpan.FromMilliseconds(1500),
        MaxAttempts = 2,
    };

    public static PegasusClient Of(params FakeServer[] metas) => Of(Quick, metas);

    public static PegasusClient Of(PegasusClientOptions options, params FakeServer[] metas) => Of(options, [.. metas.Select(m => m.Address)]);

    public static PegasusClient Of(PegasusClientOptions options, IReadOnlyList<Endpoint> metas, Func<string, IPAddress[]>? names = null) => new(
        metas, options, TimeProvider.System, NullLogger.Instance,
        (host, _) => Task.FromResult(names?.Invoke(host) ?? throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostNotFound)));

    /// <summary>The answers of a meta server that leads and knows nothing in particular.</summary>
    public static FakeReply Leader(FakeRequest request) => request.Method switch
    {
        "RPC_CM_QUERY_PARTITION_CONFIG_BY_INDEX" => FakeAnswers.Config(request, "ERR_OBJECT_NOT_FOUND", 0, 0),
        "RPC_CM_LIST_NODES" => FakeAnswers.Nodes(request, "ERR_OK", FakeAnswers.Old(1), FakeAnswers.Old(2), FakeAnswers.Old(3)),
        "RPC_CM_CONTROL_META" => FakeAnswers.Level(request, "ERR_OK", 400),
        "RPC_CM_PROPOSE_BALANCER" => FakeAnswers.Only(request, "ERR_OK"),
        "RPC_CLI_CLI_CALL" => FakeAnswers.Text(request, "OK"),
        _ => FakeReply.Error(request, "ERR_HANDLER_NOT_FOUND"),
    };

    public static FakeReply Standby(FakeRequest request, Endpoint? leader) => request.Method switch
    {
        "RPC_CM_QUERY_PARTITION_CONFIG_BY_INDEX" when leader is { } address => FakeAnswers.Forward(request, address),
        "RPC_CM_QUERY_PARTITION_CONFIG_BY_INDEX" => FakeAnswers.Config(request, "ERR_FORWARD_TO_OTHERS", 0, 0),
        "RPC_CM_LIST_NODES" => FakeAnswers.Nodes(request, "ERR_FORWARD_TO_OTHERS"),
        "RPC_CM_CONTROL_META" => FakeAnswers.Level(request, "ERR_FORWARD_TO_OTHERS", 0),
        "RPC_CLI_CLI_CALL" => FakeAnswers.Text(request, "unknown command 'meta.lb.assign_delay_ms'"),
        _ => FakeAnswers.Only(request, "ERR_FORWARD_TO_OTHERS"),
    };
}
