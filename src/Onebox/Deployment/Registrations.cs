using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.ZooKeeper;

namespace Nightshift.Onebox.Deployment;

/// <summary>
/// What a component's earlier life left in ZooKeeper. Its ephemeral nodes live on until the old session ends: a tablet that meets its own gives
/// up (code -110), a nameserver takes a lead that it is about to lose. So starts wait for them to go. (A task manager deletes its own.)
/// </summary>
internal sealed class Registrations : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ZooKeeperClient _zooKeeper;
    private readonly ZNodePath _root;
    private readonly TimeProvider _time;

    private Registrations(ZooKeeperClient zooKeeper, ZNodePath root, TimeProvider time) => (_zooKeeper, _root, _time) = (zooKeeper, root, time);

    public static async Task<Registrations> ConnectAsync(OneboxDescription box, TimeProvider time, CancellationToken cancellationToken)
    {
        var options = new ZooKeeperOptions { Servers = ConnectString.Parse(box.ZooKeeper) };
        var client = await ZooKeeperClient.Connect(options, time, new Random(box.PortOffset), NullLogger<ZooKeeperClient>.Instance, cancellationToken);
        return new Registrations(client, ZNodePath.Parse(box.RootPath), time);
    }

    /// <exception cref="OneboxException">A node of this component is still there after a minute: somebody else is it.</exception>
    public async Task WaitUntilGoneAsync(OneboxComponent component, CancellationToken cancellationToken)
    {
        foreach (var path in await FindAsync(component, cancellationToken))
        {
            using var deadline = new CancellationTokenSource(Patience, _time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            try
            {
                await _zooKeeper.WaitUntilGone(path, both.Token);
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested)
            {
                throw new OneboxException($"{component.Name} does not run here, but ZooKeeper still holds {path} after {Patience.TotalSeconds:0} s: "
                    + "is another cluster using that root?");
            }
        }
    }

    public ValueTask DisposeAsync() => _zooKeeper.DisposeAsync();

    private async Task<IReadOnlyList<ZNodePath>> FindAsync(OneboxComponent component, CancellationToken cancellationToken) => component.Component switch
    {
        OneboxComponent.Tablet => [_root / "nodes" / component.Endpoint],
        OneboxComponent.Nameserver => await HoldingAsync(await ChildrenAsync(_root / "leader", cancellationToken), component.Endpoint, cancellationToken),
        _ => [],
    };

    private async Task<List<ZNodePath>> HoldingAsync(IEnumerable<ZNodePath> paths, string value, CancellationToken cancellationToken)
    {
        var found = new List<ZNodePath>();
        foreach (var path in paths)
            if (await TryAsync(() => _zooKeeper.Get(path, cancellationToken)) is { } node && node.Text == value)
                found.Add(path);
        return found;
    }

    private async Task<IEnumerable<ZNodePath>> ChildrenAsync(ZNodePath path, CancellationToken cancellationToken) =>
        (await TryAsync(() => _zooKeeper.Children(path, cancellationToken)))?.Names.Select(path.Child) ?? [];

    private static async Task<T?> TryAsync<T>(Func<Task<T>> read) where T : class
    {
        try
        {
            return await read();
        }
        catch (ZooKeeperRefusedException exception) when (exception.Code == ErrorCode.NoNode)
        {
            return null;
        }
    }
}
