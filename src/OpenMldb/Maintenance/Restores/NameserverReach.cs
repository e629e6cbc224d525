using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>
/// Waits until the nameserver has reached a tablet that was restarted. A nameserver's connection that broke when the old process ended is made anew only by brpc's next
/// health check (<c>-health_check_interval</c>, 3 s), however long the new process has been serving; until then every op that needs the tablet fails,
/// and a leader move among them leaves its partition without a leader for seconds.
/// </summary>
internal sealed class NameserverReach(MaintenanceServices services, Endpoint tablet)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    public async Task Wait(StepAttempt attempt)
    {
        var began = attempt.Time.GetTimestamp();
        var client = await services.Client.Tablet(tablet, attempt.CancellationToken);
        while (true)
        {
            var told = await TasksTold(client.Address, attempt.CancellationToken);
            if (told > 0) return;
            var waited = attempt.Time.GetElapsedTime(began);
            if (told is null && waited > services.Options.Reconnection) return;
            attempt.Waiting(told is null
                ? $"waits {services.Options.Reconnection.TotalSeconds:0} s for the nameserver to reach tablet {tablet} again, which does not tell whether it has been asked"
                : $"waits for the nameserver to reach tablet {tablet} again, which it has not asked for its tasks yet");
            await Task.Delay(Poll, attempt.Time, attempt.CancellationToken);
        }
    }

    private async Task<long?> TasksTold(Endpoint address, CancellationToken cancellationToken)
    {
        try
        {
            return await services.Client.Pages.TasksTold(address, cancellationToken);
        }
        catch (OpenMldbException)
        {
            return null;
        }
    }
}
