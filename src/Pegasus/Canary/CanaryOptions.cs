namespace Nightshift.Pegasus.Canary;

/// <summary>How a probe works; what people set is <see cref="CanarySettings"/>.</summary>
internal sealed record CanaryOptions
{
    /// <summary>From one write to a partition to the next while all is well.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>After this long a call is given up and its outcome unknown; somewhat longer than the client itself waits for an answer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>Before the second try after a failed write; doubled each time, up to <see cref="Period"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Rows per partition. An acknowledged write stays in its row until so many others were acknowledged, and is read before it is overwritten.</summary>
    public int Rows { get; init; } = 64;

    /// <summary>For reading everything back at the end.</summary>
    public TimeSpan ReadBack { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A probe that nobody looks at for so long ends: the run that it was begun for is carried on elsewhere, or gone.</summary>
    public TimeSpan Unwatched { get; init; } = TimeSpan.FromMinutes(2);

    public static CanaryOptions Of(CanarySettings settings) => new() { Period = TimeSpan.FromSeconds(1 / settings.Rate) };
}
