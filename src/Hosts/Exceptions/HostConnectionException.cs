namespace Nightshift.Hosts;

/// <summary>Why there is no connection.</summary>
public enum ConnectFailedReason
{
    /// <summary>None of the others; the message holds what the program said.</summary>
    Other,

    /// <summary>The name does not resolve, or nothing listens there.</summary>
    Unreachable,

    /// <summary>No answer in time while connecting.</summary>
    TimedOut,

    /// <summary>The host's key is in no known_hosts file.</summary>
    HostKeyUnknown,

    /// <summary>The host shows another key than the known one.</summary>
    HostKeyChanged,

    /// <summary>The host refused the login.</summary>
    AuthenticationRefused,

    /// <summary>The connection broke after it was there.</summary>
    Lost,
}

/// <summary>There is no connection to the host, or none any more.</summary>
/// <param name="mayHaveRun">Whether the command may have begun, and may still run.</param>
/// <param name="said">What the SSH program said, for people.</param>
public sealed class HostConnectionException(
    HostAddress host, ConnectFailedReason reason, bool mayHaveRun, string said, Exception? cause = null)
    : HostException(host, $"{Describe(reason)}{(said.Length == 0 ? "" : ": " + said)}", cause)
{
    public ConnectFailedReason Reason { get; } = reason;

    public bool MayHaveRun { get; } = mayHaveRun;

    private static string Describe(ConnectFailedReason reason) => reason switch
    {
        ConnectFailedReason.Unreachable => "cannot be reached",
        ConnectFailedReason.TimedOut => "did not answer in time",
        ConnectFailedReason.HostKeyUnknown => "its host key is not known",
        ConnectFailedReason.HostKeyChanged => "its host key is not the known one",
        ConnectFailedReason.AuthenticationRefused => "refused the login",
        ConnectFailedReason.Lost => "the connection was lost",
        _ => "no connection",
    };
}
