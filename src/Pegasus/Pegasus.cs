using Nightshift.Clusters;
using Nightshift.Pegasus.Canary;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Leaks;
using Nightshift.Pegasus.Maintenance;
using Nightshift.Pegasus.Processes;
using Nightshift.Runs;

namespace Nightshift.Pegasus;

/// <summary>One Pegasus cluster, bound to a run.</summary>
public sealed class Pegasus
{
    private readonly IRunContext _context;
    private readonly MaintenanceServices _services;
    private readonly ClusterSteps _steps;
    private readonly Canaries _canaries;
    private readonly Tidying _tidying;

    internal Pegasus(IRunContext context, MaintenanceServices services, Canaries canaries, Tidying tidying)
    {
        _context = context;
        _services = services;
        _steps = new ClusterSteps(services);
        _canaries = canaries;
        _tidying = tidying;
    }

    /// <summary>
    /// Writes and reads through the real data path, on a table of its own, until the result is disposed; then reads everything back and reports attempts, failures, the longest
    /// gap, and what was lost. A guard holds the run when clients would be refused for longer than the configured budget. Where it cannot work, the run goes on and says so.
    /// </summary>
    /// <param name="onlyCount">Count alone, for work that takes partitions away on purpose: neither gaps nor refused writes hold the run, a lost write does.</param>
    public Task<RunningCanary> Canary(bool onlyCount = false) => RunningCanary.Begin(_context.Scope("canary"), _canaries, onlyCount ? RunningCanary.OnlyCount : null);

    /// <summary>
    /// Puts right what dead runs and other tools left behind in the leader's settings: a level that nobody holds, a delay of many hours, a limit of 0, flow control, the black
    /// list, the share of live servers. The plan names each. A cluster on which nothing was left is left alone.
    /// </summary>
    public Task Tidy() => _tidying.Run(_context);

    /// <summary>
    /// Holds the level at steady and the assign delay for the length of a scope, so that nothing is balanced between one server and the next. Servers that are drained inside
    /// hold the same, and put nothing back that is held here.
    /// </summary>
    public async Task<QuietCluster> Quiet()
    {
        var holds = new ServerHolds(_services, _context.Scope("quiet"));
        QuietCluster? quiet = null;
        try
        {
            await holds.Quiet();
            return quiet = new QuietCluster(holds);
        }
        finally
        {
            if (quiet is null) await holds.ReleaseAll();
        }
    }

    /// <summary>The same meta servers in the order in which they are to be restarted, as seen once: standbys first, the leader last.</summary>
    public async Task<Nodes<MetaServer>> LeaderLast(Nodes<MetaServer> metas)
    {
        ArgumentNullException.ThrowIfNull(metas);
        List<string> order = [.. (await _context.Scope("leader last").StepAsync(_steps.MetaOrder())).Select(meta => meta.ToString())];
        return new Nodes<MetaServer>(string.Join(',', metas.IsAll ? order : order.Where(metas.Names.Contains).Union(metas.Names)));
    }

    /// <summary>The configured collectors; null when there are none.</summary>
    public async Task<Nodes<Collector>?> Collectors()
    {
        var collectors = await _context.StepAsync(_steps.Collectors());
        return collectors.Count == 0 ? null : new Nodes<Collector>(string.Join(',', collectors));
    }

    /// <summary>Lets the balancer move replicas until it finds nothing more to do; then the level is what it was.</summary>
    public async Task Balance()
    {
        var scope = _context.Scope("balance");
        var steps = new BalanceSteps(_services);
        await scope.StepAsync(steps.Check());
        var lively = SettingHolds.Level(_services, MetaLevel.Lively);
        await using var held = await scope.HoldAsync(lively);
        await scope.StepAsync(steps.AwaitBalanced(new StandingHolds(_services, [lively])));
    }

    /// <summary>Moves primaries between the replicas that there are, so that every server has about as many. Copies nothing and takes seconds.</summary>
    public async Task SpreadPrimaries()
    {
        var scope = _context.Scope("spread primaries");
        var steps = new BalanceSteps(_services);
        await scope.StepAsync(steps.Check());
        await using var quiet = await Quiet();
        await scope.StepAsync(steps.SpreadPrimaries(quiet.Standing));
    }

    /// <summary>Sets the meta level for good.</summary>
    public Task SetLevel(MetaLevel level) => _context.StepAsync(_steps.SetLevel(level));

    /// <summary>
    /// Stops every process: collectors first, then the meta servers, so that nobody rearranges anything, then the replica servers, having written their data to disk.
    /// </summary>
    public async Task Stop()
    {
        var scope = _context.Scope("stop cluster");
        await scope.StepAsync(_steps.Checkpoint());
        foreach (var role in new[] { ServerRoles.Collector, ServerRoles.Meta, ServerRoles.Replica })
        {
            await Together(scope.Scope(role), role, (context, steps) => context.StepAsync(steps.Stop(_ => Task.CompletedTask)));
        }
    }

    /// <summary>Starts every process that does not run: meta servers, replica servers, collectors. Then waits until every partition is complete.</summary>
    public async Task Start()
    {
        var scope = _context.Scope("start cluster");
        foreach (var role in new[] { ServerRoles.Meta, ServerRoles.Replica, ServerRoles.Collector })
        {
            await Together(scope.Scope(role), role, (context, steps) => steps.Start(context, steps.Server, null));
        }

        await scope.StepAsync(_steps.Healthy());
    }

    private async Task Together(IRunContext context, string role, Func<IRunContext, ServerProcessSteps, Task> each)
    {
        var servers = _services.Installed(role);
        await Task.WhenAll(servers.Select(server => each(context.Scope(server.ToString()), new ServerProcessSteps(_services, role, server))));
    }
}
