namespace Nightshift.Chat.Discord;

/// <summary>Discord answered, and the answer is no. Trying again changes nothing.</summary>
/// <param name="status">The HTTP status; of the gateway, the code that it closed with.</param>
/// <param name="code">Discord's own code for it (50013: missing permissions); 0 where it gave none.</param>
public sealed class DiscordRefusedException(int status, int code, string message) : Exception(message)
{
    public int Status => status;

    public int Code => code;
}

/// <summary>No answer: the network, a time-out, or Discord's own fault, also after trying again where that is safe.</summary>
public sealed class DiscordUnreachableException(string message, Exception? inner = null) : Exception(message, inner);
