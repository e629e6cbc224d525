namespace Nightshift.Chat.Discord.Tests.Protocol.Fakes;

internal static class Wait
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task UntilAsync(Func<bool> condition, Func<string> what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            if (patience.IsCancellationRequested) Assert.Fail($"not within {Patience}: {what()}");
            await Task.Delay(20);
        }
    }

    public static async Task<T> ForAsync<T>(Task<T> task) => await task.WaitAsync(Patience);

    public static async Task ForAsync(Task task) => await task.WaitAsync(Patience);
}
