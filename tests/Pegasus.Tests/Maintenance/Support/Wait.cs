using System.Diagnostics;

namespace Nightshift.Pegasus.Tests.Maintenance.Support;

internal static class Wait
{
    public static async Task Until(Func<Task<bool>> condition, string what, int seconds = 30)
    {
        var watch = Stopwatch.StartNew();
        Exception? last = null;
        while (watch.Elapsed < TimeSpan.FromSeconds(seconds))
        {
            try
            {
                if (await condition()) return;
            }
            catch (Exception e)
            {
                last = e;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"waited {seconds} s for {what}", last);
    }
}
