using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace Nightshift.ZooKeeper.Tests.Suite;

/// <summary>What the tests of the suite share: clients that are disposed at the end, a deadline, a node of its own per test.</summary>
public abstract class SuiteBase(IServerUnderTest server) : IAsyncLifetime, IDisposable
{
    private static int _lastTest;

    private readonly List<IAsyncDisposable> _toDispose = [];
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(45));

    protected IServerUnderTest Server => server;

    protected CancellationToken Deadline => _deadline.Token;

    /// <summary>A node that only this test uses; exists.</summary>
    protected ZNodePath Home { get; private set; }

    protected ZooKeeperClient Zk { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Zk = await Connect();
        Home = ZNodePath.Parse($"/{GetType().Name}-{Interlocked.Increment(ref _lastTest)}");
        await Zk.Create(Home, default, CreateMode.Persistent, ZNodeAcl.Open, Deadline);
    }

    public async Task DisposeAsync()
    {
        foreach (var disposable in Enumerable.Reverse(_toDispose))
            await disposable.DisposeAsync();
    }

    public void Dispose()
    {
        _deadline.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected T Track<T>(T disposable) where T : IAsyncDisposable
    {
        _toDispose.Add(disposable);
        return disposable;
    }

    protected ZooKeeperOptions Options(string? servers = null, int timeoutMs = 10_000) => new()
    {
        Servers = ConnectString.Parse(servers ?? server.Address.ToString()),
        SessionTimeout = TimeSpan.FromMilliseconds(timeoutMs),
    };

    protected async Task<ZooKeeperClient> Connect(ZooKeeperOptions? options = null) => Track(await ZooKeeperClient.Connect(
        options ?? Options(), TimeProvider.System, new Random(7), NullLogger<ZooKeeperClient>.Instance, Deadline));

    protected Task<ZNodePath> Create(string name, string data = "", CreateMode mode = CreateMode.Persistent) =>
        Zk.Create(Home / name, Bytes(data), mode, ZNodeAcl.Open, Deadline);

    protected async Task StateIs(ZooKeeperClient client, SessionState wanted)
    {
        await foreach (var state in client.States(Deadline))
        {
            if (state == wanted)
                return;
        }

        Assert.Fail($"the session ended {client.State} and never was {wanted}");
    }

    protected static async Task<ZooKeeperRefusedException> Refused(ErrorCode code, Func<Task> action)
    {
        var refused = await Assert.ThrowsAsync<ZooKeeperRefusedException>(action);
        Assert.Equal(code, refused.Code);
        return refused;
    }
}
