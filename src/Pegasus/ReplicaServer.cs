using Nightshift.Clusters;
using Nightshift.Pegasus.Maintenance;
using Nightshift.Pegasus.Processes;
using Nightshift.Runs;

namespace Nightshift.Pegasus;

/// <summary>One Pegasus replica server, bound to a run.</summary>
public sealed class ReplicaServer : INode
{
    private readonly Endpoint _name;
    private readonly IRunContext _context;
    private readonly MaintenanceServices _services;
    private readonly ServerSteps _steps;
    private ServerProgress _progress = new();
    private ServerHolds _holds;
    private ReadyRelease? _ready;

    internal ReplicaServer(Endpoint name, IRunContext context, MaintenanceServices services)
    {
        _name = name;
        _context = context;
        _services = services;
        _steps = new ServerSteps(services, name);
        _holds = new ServerHolds(services, context);
    }

    public string Component => ServerRoles.Replica;

    public string Name => _name.ToString();

    private Endpoint Address => _progress.Survey?.Address ?? _name;

    private WayHome Home => new(_steps, _progress, _holds);

    /// <summary>
    /// Takes the server out of service without a gap: holds the leader's settings, moves every primary to a secondary, takes the secondaries out and closes the partitions, which
    /// writes their data to disk. Refuses to begin on a cluster that is not healthy or could not spare the server. Disposing the result is the way home.
    /// </summary>
    /// <param name="allowFewReplicas">
    /// Accept that partitions with too few replicas to spare one are away, or have a single copy, while the server is; otherwise the drain refuses and names their tables.
    /// </param>
    public async Task<DrainedServer> Drain(bool allowFewReplicas = false) => await Begin(_context.Scope("drain"), allowFewReplicas, async scope =>
    {
        await _holds.NoAdding();
        _progress.Survey = await scope.StepAsync(_steps.Survey());
        _progress.MayLack = true;
        for (var pass = 1; ; pass++)
        {
            await scope.StepAsync(_steps.PrimariesAway(_holds.Standing, _progress.Alone()));
            var taken = await scope.StepAsync(_steps.SecondariesOut(_holds.Standing, _progress.Thin()));
            if (taken.LedAgain == 0) break;
            if (pass >= _services.Options.DrainPasses) throw new MaintenanceRefusedException($"{_name} became primary of {taken.LedAgain} partitions again and again");
        }

        await scope.StepAsync(_steps.Close(_holds.Standing, _progress.Thin()));
        _progress.Drained = true;
    });

    /// <summary>
    /// Moves every primary to a secondary and leaves the replicas where they are, so that nothing is less safe than before. Where the balancer works it moves primaries back
    /// sooner or later.
    /// </summary>
    /// <param name="allowFewReplicas">Leave what has no other replica where it is; otherwise such tables are refused.</param>
    public async Task MovePrimariesAway(bool allowFewReplicas = false)
    {
        var scope = _context.Scope("drain");
        _holds = new ServerHolds(_services, scope);
        try
        {
            await scope.StepAsync(_steps.Check(allowFewReplicas, restarts: false));
            await _holds.Quiet();
            _progress = new ServerProgress { Survey = await scope.StepAsync(_steps.Survey()) };
            await scope.StepAsync(_steps.PrimariesAway(_holds.Standing, _progress.Alone()));
        }
        finally
        {
            await _holds.ReleaseAll();
        }
    }

    /// <summary>
    /// For a restart where availability matters less: holds the level and the delay, and leaves primaries where they are; each is away until the process is back or the meta
    /// server elects another. Disposing the result is the way home.
    /// </summary>
    public async Task<DrainedServer> Hold(bool allowFewReplicas = false) =>
        await Begin(_context.Scope("hold"), allowFewReplicas, async scope => _progress.Survey = await scope.StepAsync(_steps.Survey()));

    /// <summary>Stops the process and sees it gone. Refuses while a drained server serves anything but what cannot be spared, or another server does not answer.</summary>
    public async Task Stop()
    {
        var scope = _context.Scope("stop");
        var before = await scope.StepAsync(_steps.LookAtProcess(Address));
        _progress.MayBeDown = true;
        _progress.MayLack = true;
        await scope.StepAsync(_steps.Stop(_progress, _holds.Standing));
        _progress.Stopped = before;
    }

    /// <summary>
    /// Ships a release to the server's host, verifies it there and has it lie ready, so that <see cref="Install"/> only has to rename: to be called while the server still
    /// serves. Changes nothing that runs.
    /// </summary>
    public async Task Stage(Release version)
    {
        ArgumentNullException.ThrowIfNull(version);
        _ready = await _context.StepAsync(_steps.Stage(version, _holds.Standing));
    }

    /// <summary>Puts a release in place of the installed one, keeping that for a roll-back. The server must be stopped.</summary>
    public async Task Install(Release version)
    {
        ArgumentNullException.ThrowIfNull(version);
        _progress.Untried = version;
        await _context.StepAsync(_steps.Install(version, _ready, _holds.Standing));
    }

    /// <summary>Starts the process and waits until it serves: a new process of the installed version that has loaded all its replicas.</summary>
    public async Task Start()
    {
        await _steps.Start(_context, _holds.Standing, Address, _progress.Stopped, _progress.Untried is not null);
        _progress.MayBeDown = false;
        _progress.Untried = null;
    }

    /// <summary>Brings every replica of the server back into service and waits until each of its partitions is complete.</summary>
    public async Task Heal()
    {
        var survey = _progress.Survey ?? throw new InvalidOperationException($"{_name} was neither drained nor held by this run");
        await Home.Heal(_context.Scope("heal"), survey, mineOnly: false);
    }

    /// <summary>
    /// Brings back what the server lacks of partitions that are not complete and that lost it, as after a drain that was left; needs no drain before.
    /// </summary>
    public async Task Undrain()
    {
        var scope = _context.Scope("undrain");
        _holds = new ServerHolds(_services, scope);
        try
        {
            await _holds.NoAdding();
            _progress = new ServerProgress { Survey = await scope.StepAsync(_steps.Lost()) };
            await Home.Heal(scope, _progress.Survey, mineOnly: true);
        }
        finally
        {
            await _holds.ReleaseAll();
        }
    }

    public override string ToString() => Name;

    private async Task<DrainedServer> Begin(IRunContext scope, bool allowFewReplicas, Func<IRunContext, Task> work)
    {
        _progress = new ServerProgress();
        _holds = new ServerHolds(_services, scope);
        DrainedServer? drained = null;
        try
        {
            await scope.StepAsync(_steps.Check(allowFewReplicas));
            await _holds.Quiet();
            await work(scope);
            return drained = new DrainedServer(_context, Home, _holds, Address);
        }
        finally
        {
            if (drained is null) await new DrainedServer(_context, Home, _holds, Address).DisposeAsync();
        }
    }
}
