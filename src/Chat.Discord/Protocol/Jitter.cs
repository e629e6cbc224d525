namespace Nightshift.Chat.Discord.Protocol;

/// <summary>Chance for many threads at once.</summary>
internal sealed class Jitter(Random random)
{
    private readonly Lock _gate = new();

    /// <summary>From 0 to 1, without 1.</summary>
    public double Next()
    {
        lock (_gate) return random.NextDouble();
    }
}
