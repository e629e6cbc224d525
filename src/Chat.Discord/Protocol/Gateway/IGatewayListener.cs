using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord.Protocol.Gateway;

/// <summary>Told one thing after another, in Discord's order.</summary>
internal interface IGatewayListener
{
    /// <param name="ready">Of a new session; null when the last one goes on.</param>
    void Stands(WireReady? ready);

    /// <param name="message">An <see cref="Interacted"/> or a <see cref="Reacted"/>.</param>
    void Happened(GatewayMessage message);

    /// <param name="reason">A sentence.</param>
    void Lost(string reason);
}
