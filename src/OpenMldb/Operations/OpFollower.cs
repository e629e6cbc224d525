using System.Collections.Immutable;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Operations;

/// <summary>
/// Notes the newest op of the partition, makes the call, waits for a newer op of the right kind, and follows it and its children.
/// Code 0 proves nothing: several calls answer it without making an op.
/// </summary>
internal sealed class OpFollower(INameserver nameserver, TimeProvider time) : IOpFollower
{
    public async Task<OpOutcome> Run(OpRequest request, CancellationToken cancellationToken)
    {
        var watch = new OpWatch(request, nameserver, time);
        var newest = (await nameserver.ShowOpStatus(new OpFilter(request.Partition), cancellationToken)).LastOrDefault()?.Id ?? 0;
        OutcomeUnknownException? replyLost = null;
        try
        {
            await request.Call(cancellationToken);
        }
        catch (OutcomeUnknownException e)
        {
            replyLost = e;
        }

        return await Appear(watch, newest, cancellationToken) is { } seen
            ? await Follow(watch, seen.Op, seen.List, cancellationToken)
            : await WithoutOp(watch, replyLost, cancellationToken);
    }

    /// <summary>
    /// The first op of the kind that is newer than what was there before the call; the oldest such, should there be more.
    /// </summary>
    private static async Task<(OpInfo Op, ImmutableArray<OpInfo> List)?> Appear(OpWatch watch, ulong newest, CancellationToken cancellationToken)
    {
        while (true)
        {
            // The time is taken before the look, so that the last look is never older than the limit.
            var last = watch.Elapsed >= watch.Request.AppearWithin;
            if (await watch.Look(cancellationToken) is { } ops)
            {
                if (ops.FirstOrDefault(o => o.Id > newest && o.Type == watch.Request.Type) is { } op)
                    return (op, ops);
                if (last)
                    return null;
            }

            watch.ThrowIfBlindAtTheEnd();
            await watch.Pause(cancellationToken);
        }
    }

    private static async Task<OpOutcome> WithoutOp(OpWatch watch, OutcomeUnknownException? replyLost, CancellationToken cancellationToken)
    {
        if (watch.Request.AsWanted is { } asWanted && await asWanted(cancellationToken))
            return watch.End(OpVerdict.AlreadyAsWanted, null, []);
        if (replyLost is not null)
            throw replyLost;
        return watch.End(OpVerdict.NotCreated, null, []);
    }

    private static async Task<OpOutcome> Follow(OpWatch watch, OpInfo op, ImmutableArray<OpInfo>? list, CancellationToken cancellationToken)
    {
        ImmutableArray<OpInfo> children = [];
        for (; ; list = await watch.Look(cancellationToken))
        {
            if (list is { } ops)
            {
                var now = ops.FirstOrDefault(o => o.Id == op.Id);
                var childrenNow = ops.Where(o => o.Id > op.Id && OpFamily.IsChild(op.Type, o.Type)).ToImmutableArray();
                var vanished = now is null || children.Any(c => childrenNow.All(n => n.Id != c.Id));
                if (vanished)
                    return watch.End(OpVerdict.Vanished, now ?? op, OpFamily.Merge(children, childrenNow));
                (op, children) = (now!, childrenNow);
                if (OpFamily.VerdictOf(op, children) is { } verdict)
                    return watch.End(verdict, op, children);
                await watch.Report(op, children, cancellationToken);
            }

            if (watch.IsOver)
                return watch.End(OpVerdict.DeadlineExpired, op, children);
            await watch.Pause(cancellationToken);
        }
    }
}
