using System.Collections.Immutable;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Operations;

/// <summary>The clock, the eyes and the voice of one following.</summary>
internal sealed class OpWatch(OpRequest request, INameserver nameserver, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);
    private readonly long _began = time.GetTimestamp();
    private TimeSpan _pause = FirstPause;
    private (ulong Id, OpStatus Status, string? Task) _reported;
    private NodeUnreachableException? _blind;

    public OpRequest Request => request;

    public TimeSpan Elapsed => time.GetElapsedTime(_began);

    public bool IsOver => Elapsed >= request.Deadline;

    /// <summary>The ops of the partition; null when the nameserver could not be asked this time.</summary>
    public async Task<ImmutableArray<OpInfo>?> Look(CancellationToken cancellationToken)
    {
        try
        {
            var ops = await nameserver.ShowOpStatus(new OpFilter(request.Partition), cancellationToken);
            _blind = null;
            return ops;
        }
        catch (NodeUnreachableException e)
        {
            _blind = e;
            return null;
        }
    }

    /// <summary>Short at first, then longer, so that quick ops are noticed quickly and slow ones cost little.</summary>
    public async Task Pause(CancellationToken cancellationToken)
    {
        await Task.Delay(_pause, time, cancellationToken);
        _pause = _pause * 1.5 < LongestPause ? _pause * 1.5 : LongestPause;
    }

    /// <summary>The call was made, and up to the deadline nobody could say whether it made an op.</summary>
    public void ThrowIfBlindAtTheEnd()
    {
        if (IsOver && _blind is { } cause)
        {
            var what = $"{request.Type} of partition {request.Partition} was asked for, but whether it made an op cannot be read";
            throw new OutcomeUnknownException(cause.Call, $"{what}: {cause.Message}", cause);
        }
    }

    /// <summary>Tells where it stands, when that has changed.</summary>
    public async Task Report(OpInfo op, ImmutableArray<OpInfo> children, CancellationToken cancellationToken)
    {
        var current = children.LastOrDefault(c => c.Status != OpStatus.Inited && c.IsUnfinished);
        current ??= op.IsUnfinished ? op : children.FirstOrDefault(c => c.IsUnfinished) ?? op;
        var state = (current.Id, current.Status, current.Task);
        if (state == _reported)
            return;
        _reported = state;
        _pause = FirstPause;
        if (request.Progress is not { } progress)
            return;
        var blocker = current.Status == OpStatus.Inited ? await Blocker(current, cancellationToken) : null;
        progress(new OpProgress(current, Elapsed, OpSentences.Of(current, Elapsed, blocker)));
    }

    public OpOutcome End(OpVerdict verdict, OpInfo? op, ImmutableArray<OpInfo> children)
    {
        var sentence = OpSentences.Of(verdict, request, op, children, Elapsed);
        return new OpOutcome(verdict, op, children, Elapsed, _blind is null ? sentence : $"{sentence}. The list was last unreadable: {_blind.Message}");
    }

    /// <summary>Ops of a list run one after the other whatever their table: an op that has not begun waits for an older one.</summary>
    private async Task<OpInfo?> Blocker(OpInfo waiting, CancellationToken cancellationToken)
    {
        try
        {
            var all = await nameserver.ShowOpStatus(OpFilter.All, cancellationToken);
            return all.FirstOrDefault(o => o.Id < waiting.Id && o.Status == OpStatus.Doing);
        }
        catch (NodeUnreachableException e)
        {
            _blind = e;
            return null;
        }
    }
}
