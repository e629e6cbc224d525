using Microsoft.Extensions.Logging;
using Nightshift.Onebox.Faults;
using Nightshift.Onebox.OpenMldb.Configuration;
using Nightshift.Onebox.OpenMldb.Coordination;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb;

/// <summary>What every part of one node shares.</summary>
internal sealed record NodeContext(
    string InstallRoot,
    string Version,
    NodeFlags Flags,
    ILogger Log,
    FaultBoard Faults,
    TimeProvider Time,
    INodeZooKeeper ZooKeeper,
    PeerClient Peers,
    Background Background)
{
    /// <summary>Identity: the endpoint, or the name with <c>use_name</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Address that it listens on, <c>ip:port</c>.</summary>
    public required string RealEndpoint { get; init; }

    /// <summary>A path below the install root, unless absolute.</summary>
    public string Place(string path) => Path.GetFullPath(Path.Combine(InstallRoot, path));

    public Task DelayAsync(TimeSpan span) => Task.Delay(span, Time, Background.Stopping);

    /// <summary>Milliseconds since the epoch.</summary>
    public ulong NowMs => (ulong)Time.GetUtcNow().ToUnixTimeMilliseconds();
}
