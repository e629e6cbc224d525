using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Maintenance;
using Nightshift.Runs;

namespace Nightshift.Pegasus;

/// <summary>One Pegasus cluster, bound to a run.</summary>
public sealed class Pegasus
{
    private readonly IRunContext _context;
    private readonly MaintenanceServices _services;
    private readonly ClusterSteps _steps;

    internal Pegasus(IRunContext context, MaintenanceServices services)
    {
        _context = context;
        _services = services;
        _steps = new ClusterSteps(services);
    }

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

    /// <summary>The meta servers in the order in which they are to be restarted, as seen once: standbys first, the leader last.</summary>
    public Task<IReadOnlyList<Endpoint>> MetaOrder() => _context.Scope("meta servers").StepAsync(_steps.MetaOrder());

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
        foreach (var role in new[] { Roles.Collector, Roles.Meta, Roles.Replica })
        {
            await Together(scope.Scope(role), role, (context, steps) => context.StepAsync(steps.Stop(_ => Task.CompletedTask)));
        }
    }

    /// <summary>Starts every process that does not run: meta servers, replica servers, collectors. Then waits until every partition is complete.</summary>
    public async Task Start()
    {
        var scope = _context.Scope("start cluster");
        foreach (var role in new[] { Roles.Meta, Roles.Replica, Roles.Collector })
        {
            await Together(scope.Scope(role), role, (context, steps) => context.StepAsync(steps.Start(steps.Server, null)));
        }

        await scope.StepAsync(_steps.Healthy());
    }

    private async Task Together(IRunContext context, string role, Func<IRunContext, ServerProcessSteps, Task> each)
    {
        var servers = _services.Installed(role);
        await Task.WhenAll(servers.Select(server => each(context.Scope(server.ToString()), new ServerProcessSteps(_services, role, server))));
    }
}
