namespace Nightshift.Hosts;

/// <summary>A host did not do what it was asked.</summary>
public abstract class HostException(HostAddress host, string message, Exception? cause = null) : Exception($"{host}: {message}", cause)
{
    public HostAddress Host { get; } = host;
}
