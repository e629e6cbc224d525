namespace Nightshift.Chat.Discord.Protocol.Gateway;

internal enum GatewayStep
{
    /// <summary>Connect where the session lives and have it go on.</summary>
    Resume,

    /// <summary>Connect anew and begin a session; what happened meanwhile will not be told.</summary>
    Identify,

    /// <summary>Nothing that could be tried would help.</summary>
    Stop,
}

/// <summary>What follows on the end of a connection. Source: Discord's API reference, "Gateway close event codes" and "Resuming".</summary>
internal static class GatewayAfterClose
{
    /// <summary>A resumption that fails so often in a row is given up: "or the reconnect fails".</summary>
    public const int Resumptions = 5;

    /// <param name="code">That Discord closed with; null when the connection broke, or when we closed it.</param>
    /// <param name="hasSession">Whether there is a session that could go on.</param>
    /// <param name="failed">How many attempts to resume it failed since it last stood.</param>
    public static GatewayStep Decide(int? code, bool hasSession, int failed) => code switch
    {
        4004 or 4010 or 4011 or 4012 or 4013 or 4014 => GatewayStep.Stop,
        1000 or 4003 or 4007 or 4009 => GatewayStep.Identify,
        _ => hasSession && failed < Resumptions ? GatewayStep.Resume : GatewayStep.Identify,
    };

    /// <summary>A sentence.</summary>
    public static string Sentence(int? code) => code switch
    {
        null => "The connection to Discord's gateway broke.",
        1000 => "Discord closed the connection.",
        1001 => "Discord's gateway goes away.",
        4000 => "Discord's gateway had an unknown error.",
        4001 => "Discord's gateway was sent an unknown opcode.",
        4002 => "Discord's gateway could not read a payload.",
        4003 => "The session with Discord is no longer valid.",
        4004 => "Discord does not accept the token.",
        4005 => "Discord's gateway was identified to twice.",
        4007 => "Discord's gateway does not know where to resume.",
        4008 => "Discord's gateway was sent too much at once.",
        4009 => "The session with Discord timed out.",
        4010 => "Discord does not accept the shard.",
        4011 => "The bot is in too many guilds for one connection.",
        4012 => "Discord does not know the version of the gateway.",
        4013 => "Discord does not know the intents asked for.",
        4014 => "Discord does not allow the intents asked for.",
        _ => $"Discord's gateway closed the connection with the code {code}.",
    };
}
