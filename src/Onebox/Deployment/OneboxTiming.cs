namespace Nightshift.Onebox.Deployment;

/// <summary>How patient the cluster is: the time-outs in its flag files and the pauses of its scripts.</summary>
public enum OneboxTiming
{
    /// <summary>Fractions of a second, for first runs and tests.</summary>
    Short,

    /// <summary>The values of OpenMLDB's configuration templates and of its <c>start.sh</c>.</summary>
    Upstream,
}
