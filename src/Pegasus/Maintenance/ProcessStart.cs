using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>
/// Waits until a started process really serves. Its port and HTTP answer at once, and the meta server never saw it away if it was quick; the answer to <c>server-info</c>
/// comes only when all replicas are loaded, so that one counts.
/// </summary>
internal sealed class ProcessStart(MaintenanceServices services, IServerProcess process, string what, Endpoint address)
{
    private const int LooksPerCheck = 20;

    /// <param name="before">When the process of before was started; its answer does not count.</param>
    public async Task<ServerInfo> Await(StepAttempt attempt, string? before)
    {
        var expected = await process.InstalledVersion(attempt.CancellationToken);
        for (var look = 1; ; look++)
        {
            if (await Info(attempt) is { } info && IsNew(info, before, expected, attempt)) return info;
            if (look % LooksPerCheck == 0 && !await process.IsRunning(attempt.CancellationToken))
                throw new MaintenanceRefusedException($"{what} ended while it was starting; look at its log");
            await Task.Delay(services.Options.SlowLook, attempt.Time, attempt.CancellationToken);
        }
    }

    private bool IsNew(ServerInfo info, string? before, string? expected, StepAttempt attempt)
    {
        if (before is not null && info.Started == before)
        {
            attempt.Waiting($"waits for the new process of {what} to answer; what answers was started at {before}");
            return false;
        }

        if (expected is null || info.Version.StartsWith(expected, StringComparison.Ordinal)) return true;
        attempt.Waiting($"waits for {what} to report version {expected}, now {info.Version}");
        return false;
    }

    private async Task<ServerInfo?> Info(StepAttempt attempt)
    {
        try
        {
            return await services.Client.At(address).Info(attempt.CancellationToken);
        }
        catch (PegasusException e)
        {
            attempt.Waiting(await IsLoading(attempt) is { } started ? $"waits for {what}, started at {started}, to load its replicas" : $"waits for {what} to answer: {e.Message}");
            return null;
        }
    }

    private async Task<string?> IsLoading(StepAttempt attempt)
    {
        try
        {
            return await services.Client.At(address).RecentStartTime(attempt.CancellationToken);
        }
        catch (PegasusException)
        {
            return null;
        }
    }
}
