namespace Nightshift.Chat.Discord.Protocol.Gateway;

/// <summary>Source: Discord's API reference, "Gateway opcodes".</summary>
internal enum GatewayOpcode
{
    Dispatch = 0,
    Heartbeat = 1,
    Identify = 2,
    PresenceUpdate = 3,
    Resume = 6,
    Reconnect = 7,
    InvalidSession = 9,
    Hello = 10,
    HeartbeatAck = 11,
}
