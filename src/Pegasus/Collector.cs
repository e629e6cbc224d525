using Nightshift.Clusters;
using Nightshift.Pegasus.Maintenance;
using Nightshift.Pegasus.Processes;
using Nightshift.Runs;

namespace Nightshift.Pegasus;

/// <summary>The collector, which gathers statistics and holds no data: a plain restart, bound to a run.</summary>
public sealed class Collector : INode
{
    private readonly Endpoint _name;
    private readonly IRunContext _context;
    private readonly ServerProcessSteps _steps;
    private StoppedServer? _stopped;
    private ReadyRelease? _ready;

    internal Collector(Endpoint name, IRunContext context, MaintenanceServices services)
    {
        _name = name;
        _context = context;
        _steps = new ServerProcessSteps(services, ServerRoles.Collector, name);
    }

    public string Component => ServerRoles.Collector;

    public string Name => _name.ToString();

    public async Task Stop()
    {
        var scope = _context.Scope("stop");
        var before = await scope.StepAsync(_steps.Look(_name));
        await scope.StepAsync(_steps.Stop(_ => Task.CompletedTask));
        _stopped = before;
    }

    /// <summary>
    /// Ships a release to its host, verifies it there and has it lie ready, so that <see cref="Install"/> only has to rename: to be called while it still
    /// runs. Changes nothing that runs.
    /// </summary>
    public async Task Stage(Release version)
    {
        ArgumentNullException.ThrowIfNull(version);
        _ready = await _context.StepAsync(_steps.Stage(version));
    }

    /// <summary>Puts a release in place of the installed one, keeping that for a roll-back. The collector must be stopped.</summary>
    public async Task Install(Release version)
    {
        ArgumentNullException.ThrowIfNull(version);
        await _context.StepAsync(_steps.Install(version, _ready));
    }

    /// <summary>Starts the process and waits until it answers as the installed version.</summary>
    public Task Start() => _steps.Start(_context, _name, _stopped);

    public override string ToString() => Name;
}
