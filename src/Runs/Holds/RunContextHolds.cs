namespace Nightshift.Runs;

public static class RunContextHolds
{
    /// <summary>
    /// Takes a hold: journals the old value, sets the new one, sees it set. Disposing puts the old value back and sees it back, also while the
    /// run is stopping. Where several of a run hold a setting at the same value, the last one out puts it back. A setting that already has the
    /// wanted value is left alone on both ways.
    /// </summary>
    public static async Task<IAsyncDisposable> HoldAsync(this IRunContext context, HoldDefinition hold, CancellationToken cancellationToken = default)
    {
        var taken = new TakenHold(context, hold);
        await taken.TakeAsync(cancellationToken);
        return taken;
    }
}
