namespace Nightshift.OpenMldb.Discovery;

/// <summary>ZooKeeper answered, but what stands there cannot be understood, or nobody is registered.</summary>
public sealed class DiscoveryException : Exception
{
    internal DiscoveryException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
