namespace Nightshift.Hosts;

public enum HostFileFault
{
    /// <summary>The host could not read or write; the message holds what it said.</summary>
    Failed,

    /// <summary>There is nothing at the path, or not the kind of file that was asked for.</summary>
    NotFound,

    /// <summary>The content is not the expected one.</summary>
    DigestMismatch,

    /// <summary>The target is there with other content.</summary>
    Conflict,
}

/// <summary>A file could not be read, written or verified.</summary>
public sealed class HostFileException(HostAddress host, HostFileFault fault, string path, string message)
    : HostException(host, $"{path}: {message}")
{
    public HostFileFault Fault { get; } = fault;

    public string Path { get; } = path;
}
