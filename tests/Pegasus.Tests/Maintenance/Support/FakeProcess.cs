using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Maintenance;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Tests.Maintenance.Support;

/// <summary>Process control of one server of the fake cluster.</summary>
internal sealed class FakeProcess(FakeCluster cluster, FakeServer server) : IServerProcess
{
    private string? _kept;

    /// <summary>Installed in place of what runs.</summary>
    public bool RolledBack { get; private set; }

    public Task<bool> IsRunning(CancellationToken cancellationToken) => Task.FromResult(server.Running);

    /// <summary>Why it could not be started again; null: it could.</summary>
    public string? NotStartable { get; set; }

    /// <summary>Why it does not end; null: it does.</summary>
    public string? NotStoppable { get; set; }

    public Task SeeStartable(CancellationToken cancellationToken) => NotStartable is null ? Task.CompletedTask : throw new ProcessControlException(server, NotStartable);

    /// <summary>How long ago it was started each time, instead of what happened in the test; a reason: nobody can tell.</summary>
    public Reading<IReadOnlyList<TimeSpan>>? StartedAgo { get; set; }

    /// <summary>In the test each start is a minute after the one before; the first process of the server is old.</summary>
    public Task<IReadOnlyList<TimeSpan>> Starts(CancellationToken cancellationToken)
    {
        var ages = StartedAgo ?? Reading<IReadOnlyList<TimeSpan>>.Known([.. Enumerable.Range(1, server.Starts - 1).Select(ago => TimeSpan.FromMinutes(ago)), TimeSpan.FromDays(1)]);
        return ages.TryGet(out var known) ? Task.FromResult(known) : throw new ProcessControlException(server, ages.Reason!);
    }

    public async Task Stop(StepAttempt attempt)
    {
        if (NotStoppable is not null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300), attempt.CancellationToken);
            throw new ProcessControlException(server, NotStoppable);
        }

        if (server.Running) cluster.Kill(server);
    }

    public Task Start(StepAttempt attempt)
    {
        if (!server.Running) cluster.Start(server);
        return Task.CompletedTask;
    }

    /// <summary>The release that was staged while the server ran.</summary>
    public string? StagedRunning { get; private set; }

    /// <summary>Whether an installation found its release ready.</summary>
    public bool FoundReady { get; private set; }

    public Task<ReadyRelease> Stage(Release version, StepAttempt attempt)
    {
        if (server.Running) StagedRunning = version.Name;
        return Task.FromResult(new ReadyRelease(version.Name, $"/releases/{version.Name}", "d", "p"));
    }

    public Task Install(Release version, ReadyRelease? ready, StepAttempt attempt)
    {
        if (server.Running) throw new ProcessControlException(server, "is running");
        FoundReady = ready?.Release == version.Name;
        _kept ??= server.Version;
        server.Version = version.Name;
        return Task.CompletedTask;
    }

    public Task Commit(StepAttempt attempt)
    {
        _kept = null;
        return Task.CompletedTask;
    }

    public Task RollBack(StepAttempt attempt)
    {
        if (_kept is not null) (server.Version, server.DiesOnStart) = (_kept, 0);
        RolledBack = _kept is not null;
        _kept = null;
        return Task.CompletedTask;
    }

    public Task PlanInstall(Release version, PlanBuilder plan) => Task.CompletedTask;

    public Task<string?> InstalledVersion(CancellationToken cancellationToken) => Task.FromResult<string?>(server.Version);

    public string? ByHand(bool start) => start ? "./start.sh" : "./stop.sh";
}

/// <summary>Process control of one meta server: the leader's stop makes another lead.</summary>
internal sealed class FakeMetaProcess(FakeCluster cluster, Endpoint meta) : IServerProcess
{
    public Task<bool> IsRunning(CancellationToken cancellationToken)
    {
        lock (cluster.Gate) return Task.FromResult(!cluster.DeadMetas.Contains(meta));
    }

    public Task SeeStartable(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<TimeSpan>> Starts(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<TimeSpan>>([]);

    public Task Stop(StepAttempt attempt)
    {
        if (cluster.EndlessMetas.Contains(meta)) throw new ProcessControlException(meta, "does not end");
        if (cluster.Leader == meta) cluster.KillLeader(TimeSpan.FromMilliseconds(150));
        else lock (cluster.Gate) cluster.DeadMetas.Add(meta);
        return Task.CompletedTask;
    }

    public Task Start(StepAttempt attempt)
    {
        if (cluster.BrokenMetas.Contains(meta)) throw new ProcessControlException(meta, "died while starting");
        cluster.StartMeta(meta);
        return Task.CompletedTask;
    }

    public Task<ReadyRelease> Stage(Release version, StepAttempt attempt) => Task.FromResult(new ReadyRelease(version.Name, "", "", ""));

    public Task Install(Release version, ReadyRelease? ready, StepAttempt attempt) => Task.CompletedTask;

    public Task Commit(StepAttempt attempt) => Task.CompletedTask;

    public Task RollBack(StepAttempt attempt) => Task.CompletedTask;

    public Task PlanInstall(Release version, PlanBuilder plan) => Task.CompletedTask;

    public Task<string?> InstalledVersion(CancellationToken cancellationToken) => Task.FromResult<string?>("2.4.0");

    public string? ByHand(bool start) => null;
}
