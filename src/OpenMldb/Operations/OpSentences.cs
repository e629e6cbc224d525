using System.Collections.Immutable;
using System.Globalization;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Operations;

/// <summary>Ops in words: what, which task, since when, and the next step.</summary>
internal static class OpSentences
{
    public static string Of(OpInfo op, TimeSpan waited, OpInfo? blocker)
    {
        var behind = blocker is null ? "" : $" behind op {blocker.Id} {blocker.TypeName} of {blocker.Partition}{(blocker.Task is null ? "" : $" at {blocker.Task}")}";
        var since = op.Started is { } started ? $", running since {started.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} UTC" : "";
        return op.Status switch
        {
            OpStatus.Inited => $"op {op.Id} {op.TypeName} of {op.Partition} is queued{behind}, waited {Seconds(waited)}",
            _ => $"op {op.Id} {op.TypeName} of {op.Partition} is at {op.Task ?? "its end"}{since}, waited {Seconds(waited)}",
        };
    }

    public static string Of(OpVerdict verdict, OpRequest request, OpInfo? op, ImmutableArray<OpInfo> children, TimeSpan took)
    {
        var culprit = children.Insert(0, op!).FirstOrDefault(o => o is { Status: not OpStatus.Done }) ?? op;
        var which = culprit is null ? $"{request.Type} of {request.Partition}" : $"op {culprit.Id} {culprit.TypeName} of {culprit.Partition}";
        var where = culprit?.Task is { } task ? $" at {task}" : "";
        return verdict switch
        {
            OpVerdict.Done => $"op {op!.Id} {op.TypeName} of {op.Partition} done in {Seconds(took)}{With(children)}",
            OpVerdict.AlreadyAsWanted => $"{which}: no op was seen, the state is as wanted",
            OpVerdict.NotCreated => $"{which}: answered with code 0, but no op appeared within {Seconds(took)}; check that the tablets concerned are healthy",
            OpVerdict.Failed => $"{which} failed{where} after {Seconds(took)}; see the nameserver's log, then the state of the partition (a paused snapshot needs RecoverSnapshot)",
            OpVerdict.Canceled => $"{which} was canceled{where} after {Seconds(took)}; what it had done stays done, so look at the partition's state",
            OpVerdict.Vanished => $"{which} is no longer listed after {Seconds(took)}, as after a change of nameserver; look at the partition's state",
            _ => $"{which} is still {(culprit?.Status == OpStatus.Inited ? "queued" : "running")}{where} after {Seconds(took)}; cancel it (auto_failover off) or wait",
        };
    }

    private static string With(ImmutableArray<OpInfo> children) =>
        children.IsEmpty ? "" : $", with {string.Join(", ", children.Select(c => $"op {c.Id} {c.TypeName}"))}";

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
