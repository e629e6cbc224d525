using Nightshift.Clusters;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.Runs;

namespace Nightshift.OpenMldb;

/// <summary>
/// A tablet whose leaders are elsewhere. Disposing it is the way home from wherever the run got to: the process runs again (on what was installed before,
/// if it never started on the new release), everything is loaded and caught up, the same partitions are led as before, added replicas are gone, and
/// the hold on auto_failover is released.
/// </summary>
public sealed class DrainedTablet : IAsyncDisposable
{
    private readonly IRunContext _context;
    private readonly MaintenanceServices _services;
    private readonly Endpoint _endpoint;
    private readonly TabletSteps _steps;
    private readonly TabletProgress _progress;
    private bool _disposed;

    internal DrainedTablet(IRunContext context, MaintenanceServices services, Endpoint endpoint, TabletSteps steps, TabletProgress progress)
    {
        _context = context;
        _services = services;
        _endpoint = endpoint;
        _steps = steps;
        _progress = progress;
    }

    internal IAsyncDisposable? Hold { get; set; }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        try
        {
            if (_progress.Survey is { } survey) await Return(_context.WayOut("return"), survey);
        }
        finally
        {
            if (Hold is not null) await Hold.DisposeAsync();
        }
    }

    private async Task Return(IRunContext wayOut, TabletSurvey survey)
    {
        if (_progress.MayBeDown) await BringUp(wayOut);
        if (!_progress.CaughtUp || _context.Abandoned)
        {
            var replicas = _progress.Stopped?.Replicas ?? survey.AsStopped();
            await wayOut.StepAsync(_steps.Start(_progress.Mon, null));
            await wayOut.StepAsync(_steps.Load(replicas));
            await wayOut.StepAsync(_steps.CatchUp(replicas, wasAway: _progress.Stopped is not null));
        }

        var led = survey.Led.Where(p => !p.IsAlone || !_progress.LeftAlone(p)).ToList();
        var moves = await new MoveRunner(_services, survey.Leaders).Run(
            wayOut.Scope("leaders home"), [.. led.Select(p => new MoveGoal(p.Id, p.TidPid, p.StorageMode, _endpoint, Home: true))], CancellationToken.None);
        await wayOut.StepAsync(_steps.Rejoin(
            "rejoin",
            $"make the tablets that stood in followers of {_endpoint}",
            [.. from partition in led
                from other in partition.Others
                where other.IsAlive
                select new ReplicaRef(partition.Id, partition.TidPid, partition.StorageMode, other.Tablet) { KnownTerm = moves.TermBefore(partition.Id, other.Tablet) }]));
        if (!_progress.SinglesStay && survey.Alone.Any())
            await wayOut.StepAsync(new SingleReplicas(_services, survey).Delete(_progress.Added ?? []));
        await wayOut.StepAsync(new AsRecorded(_services, survey).Check());
    }

    private async Task BringUp(IRunContext wayOut)
    {
        if (_progress.Untried is { } untried) await wayOut.StepAsync(_steps.RollBack(untried));
        await wayOut.StepAsync(_steps.Start(_progress.Mon, _progress.Stopped?.Node));
        _progress.MayBeDown = false;
    }
}
