namespace Nightshift.Chat.Discord.Outbox;

/// <summary>Discord's codes for what it refuses, as far as the outbox tells them apart. Source: Discord's API reference, "Opcodes and status codes".</summary>
internal static class RefusalCodes
{
    public const int
        UnknownChannel = 10003, UnknownMessage = 10008, TooOldToEditOften = 30046, TooLarge = 40005,
        MissingAccess = 50001, ByAnother = 50005, MissingPermissions = 50013;
}
