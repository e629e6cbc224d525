using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>Calls that set a state named in full: twice is the same as once, so a lost answer is settled by looking and asking again.</summary>
internal static class Try
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Calls until <paramref name="isSo"/>; a refusal is final unless the state is as wanted.</summary>
    public static async Task Repeatedly(
        Func<CancellationToken, Task> call, Func<CancellationToken, Task<bool>> isSo, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await call(cancellationToken);
                return;
            }
            catch (RefusedByClusterException)
            {
                if (await isSo(cancellationToken)) return;
                throw;
            }
            catch (Exception e) when (e is OutcomeUnknownException or NodeUnreachableException)
            {
                if (await isSo(cancellationToken)) return;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
