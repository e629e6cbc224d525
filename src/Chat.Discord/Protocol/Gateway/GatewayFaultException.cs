namespace Nightshift.Chat.Discord.Protocol.Gateway;

/// <summary>The gateway sent what cannot be read. Resuming would send it again: the session is given up for a new one.</summary>
internal sealed class GatewayFaultException(string message, Exception? inner = null) : Exception(message, inner);
