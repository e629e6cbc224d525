using Nightshift.Clusters;
using Nightshift.Pegasus.Maintenance;
using Nightshift.Runs;

namespace Nightshift.Pegasus;

/// <summary>
/// A replica server in maintenance. Disposing it is the way home from wherever the run got to: the process runs again (on what was installed before, if it never started on the
/// new release), every replica that it had is back in service, and the leader's settings are what they were.
/// </summary>
public sealed class DrainedServer : IAsyncDisposable
{
    private readonly IRunContext _context;
    private readonly WayHome _wayHome;
    private readonly ServerHolds _holds;
    private readonly Endpoint _address;
    private bool _disposed;

    internal DrainedServer(IRunContext context, WayHome wayHome, ServerHolds holds, Endpoint address)
    {
        _context = context;
        _wayHome = wayHome;
        _holds = holds;
        _address = address;
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        try
        {
            await _wayHome.Go(_context.WayOut("return"), _context, _address);
        }
        finally
        {
            await _holds.ReleaseAll();
        }
    }
}
