using Microsoft.Extensions.Logging;

namespace Nightshift.Runs.Engine;

internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "Run {Run}: carrying out")]
    public static partial void Executing(ILogger log, RunId run);

    [LoggerMessage(1001, LogLevel.Information, "Run {Run}: {State} ({Reason})")]
    public static partial void Ended(ILogger log, RunId run, RunState state, string? reason);

    [LoggerMessage(1002, LogLevel.Information, "Run {Run}: left for the next process")]
    public static partial void HandedOver(ILogger log, RunId run);

    [LoggerMessage(1003, LogLevel.Error, "Run {Run}: this process cannot carry it on")]
    public static partial void Lost(ILogger log, RunId run, Exception cause);

    [LoggerMessage(1004, LogLevel.Critical, "Run {Run}: stopped before its next effect, because the store failed")]
    public static partial void StoreFailed(ILogger log, RunId run, Exception cause);

    [LoggerMessage(1005, LogLevel.Warning, "Run {Run}: its lease could not be written")]
    public static partial void RenewalFailed(ILogger log, RunId run, Exception cause);

    [LoggerMessage(1006, LogLevel.Error, "Run {Run}: cluster {Cluster} is locked by run {Other}")]
    public static partial void LockTakenAway(ILogger log, RunId run, string cluster, RunId? other);

    [LoggerMessage(1007, LogLevel.Information, "Run {Run}: taken over from {Owner}")]
    public static partial void TakenOver(ILogger log, RunId run, string owner);

    [LoggerMessage(1008, LogLevel.Error, "Other processes' runs could not be looked for")]
    public static partial void PollFailed(ILogger log, Exception cause);

    [LoggerMessage(1009, LogLevel.Critical, "Run {Run}: its worker broke")]
    public static partial void WorkerBroke(ILogger log, RunId run, Exception cause);

    [LoggerMessage(1011, LogLevel.Error, "Run {Run}: its lease could not be renewed in time; its steps in hand are cancelled")]
    public static partial void LeaseUnsure(ILogger log, RunId run);

    [LoggerMessage(1012, LogLevel.Error, "Run {Run}: it may not append any more; nothing is in hand")]
    public static partial void Fenced(ILogger log, RunId run, Exception cause);

    [LoggerMessage(1010, LogLevel.Warning, "Left with steps that do not end: run {Runs}")]
    public static partial void StillInHand(ILogger log, string runs);
}
