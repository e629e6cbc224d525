using Microsoft.Extensions.Configuration;
using Nightshift.Clusters;

namespace Nightshift.Playbooks.Tests.Fakes.Shape;

/// <summary>The verbs of a tablet as the playbooks of <c>scripts/openmldb</c> use them, without anything behind.</summary>
public sealed class Tablet : INode
{
    private readonly Task _done = Task.CompletedTask;
    private readonly Task<DrainedTablet> _drained = Task.FromResult(new DrainedTablet());

    internal Tablet()
    {
    }

    public string Component => "tablet";

    public string Name => "";

    public Task<DrainedTablet> Drain(bool allowSingleReplica = false) => _drained;

    public Task Stop() => _done;

    public Task Install(Release version) => _done;

    public Task Start(bool mon = false) => _done;

    public Task CatchUp() => _done;
}

public sealed class DrainedTablet : IAsyncDisposable
{
    internal DrainedTablet()
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class OpenMldb
{
    private readonly Task _done = Task.CompletedTask;

    internal OpenMldb()
    {
    }

    public Task Recover(bool dropDiverged = false) => _done;

    public Task Tidy() => _done;
}

/// <summary>In the same namespace, but something that anybody can make, so no part of the language.</summary>
public sealed class AdminClient
{
    public bool Dropped { get; private set; }

    public void DropEverything() => Dropped = true;
}

public sealed class OpenMldbShape : IClusterKind
{
    public string Name => "openmldb";

    public IReadOnlyList<Type> PlaybookTypes { get; } = [typeof(Tablet)];

    public IReadOnlyList<Type> NodeTypes { get; } = [typeof(Tablet)];

    public IReadOnlyList<string> Validate(string name, IConfigurationSection section) => [];

    public ICluster Open(string name, IConfigurationSection section) => throw new NotSupportedException();
}
