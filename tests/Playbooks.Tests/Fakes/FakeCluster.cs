using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.Playbooks.Tests.Fakes;

public sealed class FakeKind : IClusterKind
{
    public static readonly FakeKind Instance = new();

    public string Name => "fake";

    public IReadOnlyList<Type> PlaybookTypes { get; } = [typeof(FakeTablet), typeof(FakeDrained), typeof(FakeDb)];

    public IReadOnlyList<Type> NodeTypes { get; } = [typeof(FakeTablet)];

    public IReadOnlyList<string> Validate(string name, IConfigurationSection section) => [];

    public ICluster Open(string name, IConfigurationSection section) => new FakeCluster(name);
}

public sealed class FakeCluster(string name = "fake1") : ICluster
{
    private readonly ConcurrentQueue<string> _done = new();

    public List<string> NodeNames { get; } = ["127.0.0.1:10921", "127.0.0.1:10922", "127.0.0.1:10923"];

    public Exception? Unreachable { get; set; }

    public IReadOnlyList<Finding> Findings { get; set; } = [];

    /// <summary>What was really done to it, in order.</summary>
    public IReadOnlyList<string> Done => [.. _done];

    public string Name => name;

    public IClusterKind Kind => FakeKind.Instance;

    public IReadOnlyList<Release> Releases { get; set; } = [new("0.9.2", "/releases/0.9.2"), new("0.9.3", "/releases/0.9.3")];

    public void Did(string what) => _done.Enqueue(what);

    public Task<Fingerprint> FingerprintAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new Fingerprint(new Dictionary<string, string> { ["members"] = string.Join(',', NodeNames) }));

    public Task<ClusterStatus> StatusAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new ClusterStatus(name, "fake", Health.Healthy, [], new Dictionary<string, string>(), "fine"));

    public Task<IReadOnlyList<TableStatus>> TablesAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<TableStatus>>([]);

    public Task<IReadOnlyList<PartitionStatus>> PartitionsAsync(string table, CancellationToken cancellationToken) => throw new NoSuchTableException(Name, table, []);

    public Task<IReadOnlyList<OperationStatus>> OperationsAsync(string? filter, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<OperationStatus>>([]);

    public Task<IReadOnlyList<Finding>> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(Findings);

    public Task<IReadOnlyList<string>> NodeNamesAsync(Type nodeType, CancellationToken cancellationToken) =>
        Unreachable is null ? Task.FromResult<IReadOnlyList<string>>([.. NodeNames]) : Task.FromException<IReadOnlyList<string>>(Unreachable);

    public TNode Node<TNode>(string name, IRunContext context)
        where TNode : INode => (TNode)(INode)new FakeTablet(this, name, context);

    public object Bind(IRunContext context) => new FakeDb(this, context);

    public IReadOnlyList<GuardDefinition> Guards(GuardContext context) => [];

    public Task<LeakReport> LeaksAsync(RunsOfCluster runs, CancellationToken cancellationToken) => Task.FromResult(new LeakReport([], []));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class FakeClusters(params ICluster[] clusters) : IClusters
{
    public IReadOnlyList<ICluster> All => clusters;

    public ICluster? Find(string name) => Array.Find(clusters, cluster => cluster.Name == name);
}
