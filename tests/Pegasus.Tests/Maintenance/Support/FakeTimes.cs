namespace Nightshift.Pegasus.Tests.Maintenance.Support;

/// <summary>Times of the fake cluster, a few hundredths of the real ones.</summary>
internal sealed record FakeTimes
{
    /// <summary>10 s.</summary>
    public TimeSpan Round { get; init; } = TimeSpan.FromMilliseconds(600);

    public TimeSpan Write { get; init; } = TimeSpan.FromMilliseconds(2);

    public TimeSpan Learn { get; init; } = TimeSpan.FromMilliseconds(5);

    public TimeSpan Load { get; init; } = TimeSpan.FromMilliseconds(60);

    /// <summary>From serving until the meta server is known.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromMilliseconds(120);

    /// <summary>100 s.</summary>
    public TimeSpan GroupCheck { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>22 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMilliseconds(1500);

    public TimeSpan Close { get; init; } = TimeSpan.FromMilliseconds(20);
}
