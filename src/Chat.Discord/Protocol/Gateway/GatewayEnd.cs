namespace Nightshift.Chat.Discord.Protocol.Gateway;

/// <summary>How a connection ended: its one cause.</summary>
/// <param name="Reason">A sentence.</param>
/// <param name="Code">That Discord closed with; null when the connection broke, or when we ended it.</param>
internal sealed record GatewayEnd(string Reason, int? Code = null)
{
    /// <summary>The session is not to be resumed.</summary>
    public bool ForgetsSession { get; init; }

    /// <summary>Discord asked for it; nothing failed.</summary>
    public bool IsWanted { get; init; }

    /// <summary>Discord called the session invalid: it wants one to five seconds before the next attempt.</summary>
    public bool IsInvalidSession { get; init; }

    /// <summary>Events were lost since the listener was too slow: the next session begins when it has caught up.</summary>
    public bool IsOverflow { get; init; }

    public static GatewayEnd Closed(int? code) => new(GatewayAfterClose.Sentence(code), code);

    public static GatewayEnd Broken(Exception exception) => new($"The connection to Discord's gateway broke: {exception.Message.TrimEnd('.')}.");

    public static GatewayEnd Poisoned(GatewayFaultException fault) => new($"{fault.Message}.") { ForgetsSession = true };
}
