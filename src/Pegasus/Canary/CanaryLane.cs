using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Canary;

/// <summary>
/// Writes increasing sequence numbers to one partition, one call at a time, row after row, and reads each row before it overwrites it: so every acknowledged write is looked
/// for once, however long the probe runs. After a failure the configuration is read anew, as clients do, and the row tried again with the next number.
/// </summary>
internal sealed class CanaryLane
{
    /// <summary>Reads again before a write counts as lost: a primary that is about to lose its office may still answer.</summary>
    private const int SecondLooks = 3;

    private readonly IDataTable _table;
    private readonly int _partition;
    private readonly ReadOnlyMemory<byte> _key;
    private readonly string _writer;
    private readonly CanaryOptions _options;
    private readonly TimeProvider _time;
    private readonly FailuresOfAMinute _failures;
    private readonly CanaryRow[] _rows;

    /// <summary>Takes the writes while reads fail, so that no row is overwritten unread.</summary>
    private readonly CanaryRow _spare;
    private long _sequence;
    private int _at;
    private bool _isRead;

    public CanaryLane(IDataTable table, int partition, ReadOnlyMemory<byte> key, string writer, CanaryOptions options, FailuresOfAMinute failures, TimeProvider time)
    {
        (_table, _partition, _key, _writer, _options, _failures, _time) = (table, partition, key, writer, options, failures, time);
        _rows = [.. Enumerable.Range(0, options.Rows).Select(number => new CanaryRow(number))];
        _spare = new CanaryRow(options.Rows);
        Counts = new LaneCounts(partition, time);
    }

    public int Partition => _partition;

    public LaneCounts Counts { get; }

    /// <summary>Works until cancelled. Lanes begin one after another, so that they do not all write at the same moment.</summary>
    public async Task RunAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(delay, _time, cancellationToken);
            while (true)
            {
                var began = _time.GetTimestamp();
                var row = await NextRowAsync(cancellationToken);
                for (var pause = _options.FirstPause; !await WriteAsync(row, cancellationToken); pause = Shorter(pause * 2, _options.Period))
                {
                    await RefreshAsync(cancellationToken);
                    await Task.Delay(Shorter(pause, _options.Period), _time, cancellationToken);
                }

                if (row != _spare) (_at, _isRead) = ((_at + 1) % _rows.Length, false);
                if (_options.Period - _time.GetElapsedTime(began) is var rest && rest > TimeSpan.Zero) await Task.Delay(rest, _time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end of the work. A write that was under way is of unknown outcome and has been counted so.
        }
    }

    /// <summary>Reads every row that was written. To be called when the lane does not run any more.</summary>
    /// <returns>Whether every row could be read.</returns>
    public async Task<bool> ReadBackAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var row in _rows.Append(_spare).Where(row => row.IsWritten))
            {
                while (!await VerifyAsync(row, cancellationToken))
                {
                    await RefreshAsync(cancellationToken);
                    await Task.Delay(_options.Period, _time, cancellationToken);
                }
            }

            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<CanaryRow> NextRowAsync(CancellationToken cancellationToken)
    {
        var row = _rows[_at];
        if (!row.IsWritten || _isRead) return row;
        _isRead = await VerifyAsync(row, cancellationToken);
        if (_isRead) return row;
        if (_spare.IsWritten && !await VerifyAsync(_spare, cancellationToken)) Counts.Unverified();
        return _spare;
    }

    /// <returns>Whether it was acknowledged.</returns>
    private async Task<bool> WriteAsync(CanaryRow row, CancellationToken cancellationToken)
    {
        var sequence = ++_sequence;
        var primary = _table.PrimaryOf(_partition)?.ToString();
        var began = _time.GetTimestamp();
        try
        {
            await BoundedAsync(token => _table.Put(_key, row.SortKey, new CanaryValue(_writer, sequence).ToBytes(), token), cancellationToken);
            row.Acknowledge(sequence);
            Counts.Acknowledged(sequence, primary, _time.GetElapsedTime(began));
            return true;
        }
        catch (RefusedByClusterException refused)
        {
            Counts.Refused(refused.Error, primary);
        }
        catch (NodeUnreachableException unreachable) when (unreachable.Delivery == Delivery.NotSent)
        {
            Counts.Refused("unreachable", primary);
        }
        catch (WrongRequestException wrong)
        {
            Counts.Refused(wrong.Call.Method, primary);
        }
        catch (Exception unknown) when (unknown is PegasusException or TimeoutException || cancellationToken.IsCancellationRequested)
        {
            row.Doubt(sequence);
            Counts.Doubtful(unknown is PegasusException ? unknown.Message : $"no answer{(primary is null ? "" : $" from {primary}")}", primary);
            cancellationToken.ThrowIfCancellationRequested();
        }

        _failures.Add();
        return false;
    }

    /// <returns>Whether the row could be read; what it held has been counted then.</returns>
    private async Task<bool> VerifyAsync(CanaryRow row, CancellationToken cancellationToken)
    {
        if (await LookAsync(row, cancellationToken) is not { } look) return false;
        var finding = row.Judge(look.Value, _writer);
        for (var i = 0; finding == RowFinding.Older && i < SecondLooks; i++)
        {
            await RefreshAsync(cancellationToken);
            if (await LookAsync(row, cancellationToken) is not { } again) return false;
            look = again;
            if (row.Judge(again.Value, _writer) is var second && second == RowFinding.Older) continue;
            Counts.Found(finding);
            finding = second;
        }

        if (finding == RowFinding.Older) Counts.Found(finding, new LostWrite(_partition, row.Known, look.Value is null ? null : CanaryValue.Parse(look.Value)?.Sequence));
        else if (finding != RowFinding.Good) Counts.Found(finding);
        return true;
    }

    private async Task<Look?> LookAsync(CanaryRow row, CancellationToken cancellationToken)
    {
        try
        {
            var value = await BoundedAsync(token => _table.Get(_key, row.SortKey, token), cancellationToken);
            Counts.Read(failed: false);
            return new Look(value);
        }
        catch (Exception failed) when (failed is PegasusException or TimeoutException)
        {
            Counts.Read(failed: true);
            return null;
        }
    }

    /// <summary>That it fails as well shows in the next write.</summary>
    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await BoundedAsync(
                async token =>
                {
                    await _table.Refresh(_partition, token);
                    return true;
                },
                cancellationToken);
        }
        catch (Exception failed) when (failed is PegasusException or TimeoutException)
        {
            Counts.NotRefreshed(failed.Message);
        }
    }

    /// <exception cref="TimeoutException">There was no answer in time; the call has been cancelled.</exception>
    private async Task<T> BoundedAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(_options.Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await call(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {CanaryText.Span(_options.Patience)}");
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private sealed record Look(byte[]? Value);
}
