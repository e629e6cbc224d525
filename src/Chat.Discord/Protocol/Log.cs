using Microsoft.Extensions.Logging;

namespace Nightshift.Chat.Discord.Protocol;

/// <summary>What the client of Discord logs. Ids 5200 to 5219. No token, and no path of a request, for some hold a token, is ever a parameter.</summary>
internal static partial class Log
{
    [LoggerMessage(5200, LogLevel.Information, "A session with Discord {How}")]
    public static partial void Stands(ILogger logger, string how);

    [LoggerMessage(5201, LogLevel.Information, "{Reason} Next: {Step}; failures in a row: {Failures}")]
    public static partial void Lost(ILogger logger, string reason, object step, int failures);

    [LoggerMessage(5202, LogLevel.Error, "Discord refuses the connection, and nothing is tried again: {Reason}")]
    public static partial void Refused(ILogger logger, string reason);

    [LoggerMessage(5203, LogLevel.Warning, "The next session with Discord begins in {Wait}: {Remaining} of {Total} are left until Discord counts anew")]
    public static partial void IdentifyWaits(ILogger logger, TimeSpan wait, int remaining, int total);

    [LoggerMessage(5204, LogLevel.Warning, "An event {Type} of Discord's is passed over: it has not the documented form, first at {Path}")]
    public static partial void Unreadable(ILogger logger, string type, string path);

    [LoggerMessage(5205, LogLevel.Error, "An event of Discord's was not handled")]
    public static partial void ListenerFailed(ILogger logger, Exception exception);

    [LoggerMessage(5206, LogLevel.Debug, "The connection to Discord's gateway was closed without a word: {Reason}")]
    public static partial void ClosedHard(ILogger logger, string reason);

    [LoggerMessage(5207, LogLevel.Critical, "A connection to Discord's gateway ended by a fault of this program")]
    public static partial void GatewayFailed(ILogger logger, Exception exception);

    [LoggerMessage(5208, LogLevel.Debug, "An interaction of a kind not asked for is passed over: {What}")]
    public static partial void InteractionPassedOver(ILogger logger, string what);

    [LoggerMessage(5209, LogLevel.Error, "The end of the connection to Discord was not told: too many events wait for the listener")]
    public static partial void EndUntold(ILogger logger);

    [LoggerMessage(5210, LogLevel.Warning, "Discord limits {Operation} ({Scope}): nothing more of it for {Wait}")]
    public static partial void Limited(ILogger logger, object operation, string scope, TimeSpan wait);

    [LoggerMessage(5211, LogLevel.Information, "{Operation} is tried again after attempt {Attempt}, in {Wait}: {Reason}")]
    public static partial void TryAgain(ILogger logger, object operation, int attempt, TimeSpan wait, string reason);

    [LoggerMessage(5212, LogLevel.Warning, "{Operation}: nobody knows whether it happened: {Reason}")]
    public static partial void OutcomeUnknown(ILogger logger, object operation, string reason);

    [LoggerMessage(5213, LogLevel.Warning, "{Count} requests in ten minutes were of the kind for which Discord bans an address; at {Limit} this program stops")]
    public static partial void ManyInvalid(ILogger logger, int count, int limit);

    [LoggerMessage(5214, LogLevel.Error, "{Count} requests in ten minutes were of the kind for which Discord bans an address: nothing more is sent for {Wait}")]
    public static partial void TooManyInvalid(ILogger logger, int count, TimeSpan wait);

    [LoggerMessage(5215, LogLevel.Error, "Discord does not accept the token any more: nothing more is sent")]
    public static partial void TokenRefused(ILogger logger);
}
