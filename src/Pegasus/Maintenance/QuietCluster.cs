using Nightshift.Pegasus.Maintenance;

namespace Nightshift.Pegasus;

/// <summary>A cluster whose level and assign delay are held. Disposing it puts them back to what they were.</summary>
public sealed class QuietCluster : IAsyncDisposable
{
    private readonly ServerHolds _holds;

    internal QuietCluster(ServerHolds holds) => _holds = holds;

    internal StandingHolds Standing => _holds.Standing;

    public async ValueTask DisposeAsync() => await _holds.ReleaseAll();
}
