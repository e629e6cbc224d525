using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.Playbooks.Tests.Fakes;

/// <summary>A node with the verbs of a tablet, each of them one step that is written into the cluster's record.</summary>
public sealed class FakeTablet : INode
{
    private readonly FakeCluster _cluster;
    private readonly IRunContext _context;

    internal FakeTablet(FakeCluster cluster, string name, IRunContext context)
    {
        _cluster = cluster;
        _context = context;
        Name = name;
    }

    public string Component => "tablet";

    public string Name { get; }

    public async Task<FakeDrained> Drain(bool allowSingleReplica = false)
    {
        await Effect("drain", $"drain, single replica {allowSingleReplica}");
        return new FakeDrained(_cluster, Name, _context);
    }

    public Task Stop() => Effect("stop", "stop");

    public Task Install(Release version) => Effect("install", $"install {version.Name}");

    public Task Start(bool mon = false) => Effect("start", mon ? "start mon" : "start");

    public Task CatchUp() => Effect("catch up", "catch up");

    public Task<int> Lag() => _context.StepAsync(new StepDefinition<int> { Name = "lag", Description = "lag", Kind = StepKind.Observation, Execute = _ => Task.FromResult(0) });

    private Task<Nothing> Effect(string step, string done) => _context.StepAsync(new StepDefinition<Nothing>
    {
        Name = step,
        Description = done,
        Execute = attempt =>
        {
            _cluster.Did($"{Name} {done}");
            return Task.FromResult(Nothing.Value);
        },
        Probe = _ => Task.FromResult<Probe<Nothing>>(new Probe<Nothing>.Run()),
    });
}

public sealed class FakeDrained : IAsyncDisposable
{
    private readonly FakeCluster _cluster;
    private readonly string _node;
    private readonly IRunContext _context;

    internal FakeDrained(FakeCluster cluster, string node, IRunContext context) => (_cluster, _node, _context) = (cluster, node, context);

    public async ValueTask DisposeAsync() => await _context.WayOut("undrain").StepAsync(new StepDefinition<Nothing>
    {
        Name = "bring back",
        Description = "bring the leaders back",
        Execute = _ =>
        {
            _cluster.Did($"{_node} undrain");
            return Task.FromResult(Nothing.Value);
        },
    });
}

public sealed class FakeDb
{
    private readonly FakeCluster _cluster;
    private readonly IRunContext _context;

    public FakeDb()
        : this(new FakeCluster(), new FakeRun().Context())
    {
    }

    internal FakeDb(FakeCluster cluster, IRunContext context) => (_cluster, _context) = (cluster, context);

    public Task Recover(bool dropDiverged = false) => _context.StepAsync(new StepDefinition<Nothing>
    {
        Name = "recover",
        Description = "recover",
        Execute = _ =>
        {
            _cluster.Did("recover");
            return Task.FromResult(Nothing.Value);
        },
    });
}
