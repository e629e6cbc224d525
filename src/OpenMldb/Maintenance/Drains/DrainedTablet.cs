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
            if (_progress.Survey is { } survey) await new WayHome(_services, _endpoint, _steps, _progress).Go(_context.WayOut("return"), _context, survey);
        }
        finally
        {
            if (Hold is not null) await Hold.DisposeAsync();
        }
    }
}
