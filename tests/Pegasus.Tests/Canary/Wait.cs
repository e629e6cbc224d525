namespace Nightshift.Pegasus.Tests.Canary;

internal static class Wait
{
    public static async Task Until(Func<bool> condition, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            if (patience.IsCancellationRequested) throw new TimeoutException($"waited in vain until {what}");
            await Task.Delay(5);
        }
    }
}
