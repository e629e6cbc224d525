using System.Diagnostics;

namespace Nightshift.Onebox.Tests.Deployment;

/// <summary>Waits on conditions.</summary>
internal static class Eventually
{
    public static Task True(string what, Func<bool> condition) => True(what, () => Task.FromResult(condition()));

    public static async Task True(string what, Func<Task<bool>> condition, TimeSpan? patience = null)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(waited.Elapsed < (patience ?? TimeSpan.FromSeconds(30)), $"still not: {what}");
            await Task.Delay(20);
        }
    }
}
