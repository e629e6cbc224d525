using System.Diagnostics;

namespace Nightshift.Hosts.Tests.Support;

/// <summary>Waits on a condition, with a deadline that only a broken program reaches.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    internal static async Task Async(Func<Task<bool>> condition, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > Deadline)
                throw new TimeoutException($"never: {what}");
            await Task.Delay(20);
        }
    }

    internal static Task Sync(Func<bool> condition, string what) => Async(() => Task.FromResult(condition()), what);
}
