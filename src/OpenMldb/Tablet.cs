using Nightshift.Clusters;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.Runs;

namespace Nightshift.OpenMldb;

/// <summary>One OpenMLDB tablet, bound to a run.</summary>
public sealed class Tablet : INode
{
    private readonly Endpoint _endpoint;
    private readonly IRunContext _context;
    private readonly MaintenanceServices _services;
    private readonly TabletSteps _steps;
    private TabletProgress _progress = new();

    internal Tablet(Endpoint endpoint, IRunContext context, MaintenanceServices services)
    {
        _endpoint = endpoint;
        _context = context;
        _services = services;
        _steps = new TabletSteps(services, endpoint);
    }

    public string Component => "tablet";

    public string Name => _endpoint.ToString();

    /// <summary>
    /// Moves every partition that the tablet leads to another tablet, without losing an acknowledged write, and holds auto_failover at false meanwhile.
    /// Refuses to begin on a cluster that is not healthy. Disposing the result is the way home: it brings the tablet back from wherever the run got to,
    /// moves the same partitions back, and releases the hold.
    /// </summary>
    /// <param name="allowSingleReplica">Leave partitions that exist only here where they are, away while the tablet is; otherwise each gets a second replica for the time.</param>
    public async Task<DrainedTablet> Drain(bool allowSingleReplica = false)
    {
        _progress = new TabletProgress();
        var drain = new TabletDrain(_services, _endpoint, _steps, _progress);
        var drained = new DrainedTablet(_context, _services, _endpoint, _steps, _progress);
        try
        {
            await drain.Run(_context.Scope("drain"), drained, allowSingleReplica);
            return drained;
        }
        catch
        {
            await drained.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Marks the tablet's replicas not alive, stops the process, sees it dead and its registration gone. Refuses while the tablet leads a partition, but for
    /// those that exist there alone and that the drain was told to leave.
    /// </summary>
    public async Task Stop()
    {
        var scope = _context.Scope("stop");
        var mayBeAway = _progress.MayBeAway();
        _progress.CaughtUp = false;
        _progress.Stopped = await scope.StepAsync(_steps.TakeOutOfService(_progress.Planned(), mayBeAway));
        _progress.MayBeDown = true;
        await scope.StepAsync(_steps.StopProcess(mayBeAway));
        await scope.StepAsync(_steps.AwaitUnregistered(_progress.Stopped.Node));
    }

    /// <summary>Puts a release in place of the installed one, keeping that for a roll-back. The tablet must be stopped.</summary>
    public async Task Install(Release version)
    {
        ArgumentNullException.ThrowIfNull(version);
        _progress.Untried = version;
        await _context.StepAsync(_steps.Install(version));
    }

    /// <summary>Starts the process and sees it registered, healthy for the nameserver and of the installed version. It has no tables yet: <see cref="CatchUp"/>.</summary>
    /// <param name="mon">Under the mon daemon, which starts it again when it dies.</param>
    public async Task Start(bool mon = false)
    {
        _progress.Mon = mon;
        await _context.StepAsync(_steps.Start(mon, _progress.Stopped?.Node));
        _progress.MayBeDown = false;
        _progress.Untried = null;
    }

    /// <summary>Loads everything that the tablet had and waits until each replica has what its leader has.</summary>
    public async Task CatchUp()
    {
        var scope = _context.Scope("catch up");
        var replicas = _progress.Stopped?.Replicas ?? throw new InvalidOperationException($"tablet {_endpoint} was not stopped by this run");
        await scope.StepAsync(_steps.Load(replicas));
        await scope.StepAsync(_steps.CatchUp(replicas, wasAway: true));
        _progress.CaughtUp = true;
    }

    public override string ToString() => Name;
}
