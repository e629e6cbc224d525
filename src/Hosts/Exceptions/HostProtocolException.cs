namespace Nightshift.Hosts;

/// <summary>A host answered what it cannot answer, or lacks a tool of POSIX or util-linux: nothing may be concluded.</summary>
public sealed class HostProtocolException(HostAddress host, string message) : HostException(host, message);
