using Nightshift.Clusters;

namespace Nightshift.Pegasus.Client;

/// <summary>A call that did not succeed. The subclasses are sorted by what the caller can do.</summary>
public abstract class PegasusException : Exception
{
    private protected PegasusException(CallSite call, string message, Exception? innerException = null)
        : base(message, innerException) => Call = call;

    /// <summary>What was called, where, and for what.</summary>
    public CallSite Call { get; }
}

/// <summary>The call that an error is about.</summary>
/// <param name="Method">Its name on the wire, <c>RPC_CM_PROPOSE_BALANCER</c>, or the remote command.</param>
/// <param name="Server">What was asked, as in <c>meta server 127.0.0.1:34601</c>.</param>
/// <param name="Address">Where it was asked; null when there was nowhere to ask.</param>
/// <param name="Subject">What it was about, as in <c>partition 2.5</c>; null when the server itself.</param>
public sealed record CallSite(string Method, string Server, Endpoint? Address, string? Subject)
{
    /// <summary>The beginning of an error sentence.</summary>
    internal string Prefix => Subject is null ? Server : $"{Subject}: {Server}";
}
