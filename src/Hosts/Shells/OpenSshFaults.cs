namespace Nightshift.Hosts.Shells;

/// <summary>
/// What ssh(1) means by its messages (OpenSSH ssh.c, sshconnect.c, sshconnect2.c, clientloop.c; they are not translated).
/// </summary>
internal static class OpenSshFaults
{
    private static readonly (string Message, ConnectFailedReason Reason)[] Known =
    [
        ("send disconnect", ConnectFailedReason.Lost),
        ("REMOTE HOST IDENTIFICATION HAS CHANGED", ConnectFailedReason.HostKeyChanged),
        ("host key is known for", ConnectFailedReason.HostKeyUnknown),
        ("Host key verification failed", ConnectFailedReason.HostKeyUnknown),
        ("Permission denied (", ConnectFailedReason.AuthenticationRefused),
        ("Too many authentication failures", ConnectFailedReason.AuthenticationRefused),
        ("No supported authentication methods", ConnectFailedReason.AuthenticationRefused),
        ("Could not resolve hostname", ConnectFailedReason.Unreachable),
        ("Connection refused", ConnectFailedReason.Unreachable),
        ("No route to host", ConnectFailedReason.Unreachable),
        ("Network is unreachable", ConnectFailedReason.Unreachable),
        ("Connection timed out", ConnectFailedReason.TimedOut),
        ("Operation timed out", ConnectFailedReason.TimedOut),
        ("not responding", ConnectFailedReason.Lost),
        ("Connection to master closed", ConnectFailedReason.Lost),
        ("closed by remote host", ConnectFailedReason.Lost),
        ("Connection closed by", ConnectFailedReason.Lost),
        ("Connection reset by", ConnectFailedReason.Lost),
        ("Broken pipe", ConnectFailedReason.Lost),
    ];

    internal static ConnectFailedReason Classify(string said) => Known
        .Where(known => said.Contains(known.Message, StringComparison.Ordinal))
        .Select(known => known.Reason)
        .FirstOrDefault(ConnectFailedReason.Other);

    /// <summary>Whether such a failure comes before anything can have run.</summary>
    internal static bool BeforeAnyCommand(ConnectFailedReason reason) => reason
        is ConnectFailedReason.Unreachable or ConnectFailedReason.HostKeyChanged or ConnectFailedReason.HostKeyUnknown
        or ConnectFailedReason.AuthenticationRefused or ConnectFailedReason.TimedOut;
}
