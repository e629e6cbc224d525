namespace Nightshift.Hosts;

/// <summary>A command did not end in its time.</summary>
/// <param name="mayStillBeRunning">False only when the host confirmed that the command and its process group are gone.</param>
public sealed class HostTimeoutException(HostAddress host, string command, TimeSpan timeout, bool mayStillBeRunning)
    : HostException(
        host, $"not done within {timeout.TotalSeconds:0.###} s{(mayStillBeRunning ? " and may still be running" : ", was ended")}: {command}")
{
    public bool MayStillBeRunning { get; } = mayStillBeRunning;
}
