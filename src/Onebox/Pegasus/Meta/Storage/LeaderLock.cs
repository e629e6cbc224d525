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
internal sealed class LeaderLock(ZooKeeperClient client, string root, NodeAddress me, ILogger log)
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

    /// <summary>Waits until this server is the leader.</summary>
    /// <exception cref="ZooKeeperException">The session ended.</exception>
    public async Task AcquireAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            using var watched = await client.WatchChildren(_directory, cancellationToken);
            var lowest = watched.Value.Names.Where(IsRequest).MinBy(Number);
            if (_mine.Length == 0 || !watched.Value.Names.Contains(_mine))
            {
                await RequestAsync(cancellationToken);
                continue;
            }

            if (lowest == _mine)
            {
                Holder = me;
                return;
            }

            Holder = await ReadHolderAsync(lowest!, cancellationToken);
            await watched.Fired.WaitAsync(cancellationToken);
        }
    }

    private static bool IsRequest(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    private static long Number(string name) => long.Parse(name.AsSpan(Prefix.Length), CultureInfo.InvariantCulture);

    private async Task RequestAsync(CancellationToken cancellationToken)
    {
        var data = Encoding.UTF8.GetBytes(me.ToString());
        var path = await client.Create(_directory / Prefix, data, CreateMode.EphemeralSequential, ZNodeAcl.Open, cancellationToken);
        var text = path.ToString();
        _mine = text[(text.LastIndexOf('/') + 1)..];
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
