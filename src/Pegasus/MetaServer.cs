using Nightshift.Clusters;
using Nightshift.Pegasus.Maintenance;
using Nightshift.Pegasus.Processes;
using Nightshift.Runs;

namespace Nightshift.Pegasus;

/// <summary>One Pegasus meta server, bound to a run. Standbys are restarted first and the leader last: <see cref="Pegasus.LeaderLast"/>.</summary>
public sealed class MetaServer : INode
{
    private readonly Endpoint _name;
    private readonly IRunContext _context;
    private readonly MaintenanceServices _services;
    private readonly MetaSteps _steps;
    private ServerHolds _holds;
    private ReadyRelease? _ready;
    private ServerProgress _progress = new();

    internal MetaServer(Endpoint name, IRunContext context, MaintenanceServices services)
    {
        _name = name;
        _context = context;
        _services = services;
        _steps = new MetaSteps(services, name);
        _holds = new ServerHolds(services, context);
    }

    public string Component => ServerRoles.Meta;

    public string Name => _name.ToString();

    /// <summary>Sees that the meta server may be away, and holds level and delay, which a new leader is told too. Disposing the result starts the process again if it is down.</summary>
    public async Task<HeldMetaServer> Hold()
    {
        var scope = _context.Scope("hold");
        _progress = new ServerProgress();
        _holds = new ServerHolds(_services, scope);
        HeldMetaServer? held = null;
        try
        {
            await scope.StepAsync(_steps.Check());
            await _holds.Quiet();
            return held = new HeldMetaServer(_context, _name, _steps, _progress, _holds);
        }
        finally
        {
            if (held is null) await _holds.ReleaseAll();
        }
    }

    /// <summary>Stops the process. Refuses while another meta server or a replica server is away.</summary>
    public async Task Stop()
    {
        var scope = _context.Scope("stop");
        var before = await scope.StepAsync(_steps.Process.Look(_name));
        _progress.MayBeDown = true;
        _progress.MayLack = true;
        await scope.StepAsync(_steps.Stop(_holds.Standing));
        _progress.Stopped = before;
    }

    /// <summary>
    /// Ships a release to the server's host, verifies it there and has it lie ready, so that <see cref="Install"/> only has to rename: to be called while the server still
    /// serves. Changes nothing that runs.
    /// </summary>
    public async Task Stage(Release version)
    {
        ArgumentNullException.ThrowIfNull(version);
        _ready = await _context.StepAsync(_steps.Process.Stage(version, _holds.Standing));
    }

    /// <summary>Puts a release in place of the installed one, keeping that for a roll-back. The server must be stopped.</summary>
    public async Task Install(Release version)
    {
        ArgumentNullException.ThrowIfNull(version);
        _progress.Untried = version;
        await _context.StepAsync(_steps.Process.Install(version, _ready, _holds.Standing));
    }

    /// <summary>Starts the process and waits until it answers as the installed version.</summary>
    public async Task Start()
    {
        await _steps.Process.Start(_context, _name, _progress.Stopped, _progress.Untried is not null, _holds.Standing);
        _progress.MayBeDown = false;
        _progress.Untried = null;
    }

    /// <summary>
    /// Waits until all meta servers answer, one leads, every replica server has kept its lease with that one for long enough, and the held settings stand on it: the next
    /// meta server may be restarted then.
    /// </summary>
    public async Task Settle()
    {
        await _context.StepAsync(_steps.Settle(_holds.Standing));
        _progress.MayLack = false;
    }

    public override string ToString() => Name;
}

/// <summary>A meta server in maintenance. Disposing it starts the process again if it is down, waits until the meta servers have settled and releases the held settings.</summary>
public sealed class HeldMetaServer : IAsyncDisposable
{
    private readonly IRunContext _context;
    private readonly Endpoint _name;
    private readonly MetaSteps _steps;
    private readonly ServerProgress _progress;
    private readonly ServerHolds _holds;
    private bool _disposed;

    internal HeldMetaServer(IRunContext context, Endpoint name, MetaSteps steps, ServerProgress progress, ServerHolds holds)
    {
        _context = context;
        _name = name;
        _steps = steps;
        _progress = progress;
        _holds = holds;
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        try
        {
            var scope = _context.WayOut("return");
            if (_progress.MayBeDown)
            {
                if (_progress.Untried is { } untried) await scope.StepAsync(_steps.Process.RollBack(untried));
                await _steps.Process.Start(scope, _name, _progress.Stopped, holds: _holds.Standing);
            }

            if (_progress.MayLack) await scope.StepAsync(_steps.Settle(_holds.Standing));
        }
        finally
        {
            await _holds.ReleaseAll();
        }
    }
}
