namespace Nightshift.Runs.Faults;

/// <summary>How long faults last.</summary>
public sealed record FaultTimes
{
    /// <summary>The deadline of a step that hangs; for its later attempts its own deadline counts again.</summary>
    public TimeSpan Hang { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan FullDisk { get; init; } = TimeSpan.FromSeconds(1);
}
