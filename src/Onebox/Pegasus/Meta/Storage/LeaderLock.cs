using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.ZooKeeper;

namespace Nightshift.Onebox.Pegasus.Meta.Storage;

/// <summary>
/// The leader lock (<c>src/zookeeper/lock_struct.cpp</c>): ephemeral sequential nodes <c>LOCKNODE</c> below
/// <c>&lt;lock root&gt;/dsn.meta.server.leader</c>; the lowest leads, its data is the holder.
/// </summary>
internal sealed class LeaderLock(ZooKeeperClient client, string root, NodeAddress me, TimeSpan retryAfter, TimeProvider time, ILogger log)
{
    private const string Prefix = "LOCKNODE";
    private readonly Lock _gate = new();
    private readonly ZNodePath _directory = ZNodePath.Parse(root + "/dsn.meta.server.leader");
    private string _mine = string.Empty;
    private NodeAddress _holder;

    /// <summary>Who leads, as far as this server knows; <see cref="NodeAddress.None"/> when it does not.</summary>
    public NodeAddress Holder
    {
        get
        {
            lock (_gate)
            {
                return _holder;
            }
        }

        private set
        {
            lock (_gate)
            {
                if (_holder != value)
                {
                    log.LeaderSeen(value);
                }

                _holder = value;
            }
        }
    }

    /// <summary>Waits until this server is the leader, through the absence of ZooKeeper too.</summary>
    /// <exception cref="SessionExpiredException">The session ended.</exception>
    public async Task AcquireAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (await TryAsync(cancellationToken))
                {
                    return;
                }
            }
            catch (ConnectionLossException error)
            {
                log.StorageFailed("lock", _directory.ToString(), error.Message);
                await Task.Delay(retryAfter, time, cancellationToken);
            }
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        using var watched = await client.WatchChildren(_directory, cancellationToken);
        var requests = watched.Value.Names.Where(IsRequest).ToList();
        if (!requests.Contains(_mine))
        {
            _mine = await FindMineAsync(requests, cancellationToken) ?? await RequestAsync(cancellationToken);
            return false;
        }

        var lowest = requests.MinBy(Number)!;
        if (lowest == _mine)
        {
            Holder = me;
            return true;
        }

        Holder = await ReadHolderAsync(lowest, cancellationToken);
        await watched.Fired.WaitAsync(cancellationToken);
        return false;
    }

    private static bool IsRequest(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    private static long Number(string name) => long.Parse(name.AsSpan(Prefix.Length), CultureInfo.InvariantCulture);

    /// <summary>A request of this session whose making was never confirmed.</summary>
    private async Task<string?> FindMineAsync(List<string> requests, CancellationToken cancellationToken)
    {
        foreach (var request in requests)
        {
            if (await client.Exists(_directory / request, cancellationToken) is { } stat && stat.EphemeralOwner == client.SessionId)
            {
                return request;
            }
        }

        return null;
    }

    private async Task<string> RequestAsync(CancellationToken cancellationToken)
    {
        var data = Encoding.UTF8.GetBytes(me.ToString());
        var path = await client.Create(_directory / Prefix, data, CreateMode.EphemeralSequential, ZNodeAcl.Open, cancellationToken);
        var text = path.ToString();
        return text[(text.LastIndexOf('/') + 1)..];
    }

    private async Task<NodeAddress> ReadHolderAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var node = await client.Get(_directory / name, cancellationToken);
            return LeaderName.Parse(Encoding.UTF8.GetString(node.Data.Span));
        }
        catch (ZooKeeperRefusedException error) when (error.Code == Nightshift.ZooKeeper.ErrorCode.NoNode)
        {
            return NodeAddress.None;
        }
    }
}
