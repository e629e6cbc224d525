using Nightshift.Pegasus.Client;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>Errors that pass when the meta servers have a leader again; looks are then taken anew until the deadline of the step.</summary>
internal static class Transient
{
    public static bool Is(Exception error) => error switch
    {
        NodeUnreachableException or OutcomeUnknownException => true,
        RefusedByClusterException refused => refused.Error is ErrorNames.ServiceNotActive or ErrorNames.ForwardToOthers or ErrorNames.Busy or ErrorNames.Timeout,
        _ => false,
    };

    /// <summary>A look at the meta servers that a change of leader does not spoil: taken anew for as long as one may take. Only for what may be done twice.</summary>
    public static async Task<T> Outlast<T>(StepAttempt attempt, MaintenanceOptions options, Func<Task<T>> look)
    {
        var began = attempt.Time.GetTimestamp();
        while (true)
        {
            try
            {
                return await look();
            }
            catch (Exception e) when (Is(e) && attempt.Time.GetElapsedTime(began) < options.LeaderPatience)
            {
                attempt.Waiting($"waits for the meta servers: {e.Message}");
            }

            await Task.Delay(options.SlowLook, attempt.Time, attempt.CancellationToken);
        }
    }
}
