using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Canary;

/// <summary>Writes to and reads from every partition of the canary's table until it is stopped, then reads everything back. Nothing else is ever written.</summary>
internal sealed class CanaryProbe : IAsyncDisposable
{
    private const int MostMoves = 64;

    private readonly IDataTable _table;
    private readonly CanaryOptions _options;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _began;
    private readonly long _beganAt;
    private readonly IReadOnlyList<string> _remarks;
    private readonly IReadOnlyList<CanaryLane> _lanes;
    private readonly FailuresOfAMinute _failures;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;
    private long _watchedAt;

    /// <summary>Begins to write.</summary>
    /// <param name="remarks">What its report has to say from the beginning.</param>
    /// <exception cref="CanaryException">The partition hash is not what Pegasus's is; nothing has been written.</exception>
    public CanaryProbe(IDataTable table, CanaryOptions options, IReadOnlyList<string> remarks, TimeProvider time)
    {
        (_table, _options, _remarks, _time) = (table, options, remarks, time);
        (_began, _beganAt) = (time.GetUtcNow(), time.GetTimestamp());
        HashSelfCheck.Of(table, []);
        var keys = CanaryKeys.For(table);
        HashSelfCheck.Of(table, keys);
        var writer = $"{_began:yyyyMMdd'T'HHmmss.fffffff}";
        _failures = new FailuresOfAMinute(time);
        _lanes = [.. keys.Select((key, partition) => new CanaryLane(table, partition, key, writer, options, _failures, time))];
        _watchedAt = _beganAt;
        _work = Task.Run(WorkAsync);
    }

    /// <summary>Nothing is written any more.</summary>
    public bool HasEnded => _work.IsCompleted;

    /// <summary>What the guard judges by. Asking keeps the probe at work.</summary>
    /// <exception cref="CanaryException">It does not work any more.</exception>
    public CanaryState Watch()
    {
        Interlocked.Exchange(ref _watchedAt, _time.GetTimestamp());
        if (HasEnded) throw new CanaryException($"the canary has ended{(_work.Exception is { } fault ? $": {fault.GetBaseException().Message}" : "")}", _work.Exception);
        var lanes = _lanes.Select(lane => lane.Counts.View()).ToList();
        var usual = (long)(_lanes.Count * (TimeSpan.FromMinutes(1) / _options.Period));
        return new CanaryState(_table.Name, lanes.MaxBy(lane => lane.Silent)!, usual, _failures.Sum(), lanes.Sum(lane => lane.LostCount), lanes.Sum(lane => lane.Impossible));
    }

    /// <summary>Ends the work, reads everything back and tells what there was. Cancelling ends the reading; what was not read is told.</summary>
    public async Task<CanaryReport> StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var lasted = _time.GetElapsedTime(_beganAt);
        using var patience = new CancellationTokenSource(_options.ReadBack, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var read = await Task.WhenAll(_lanes.Select(lane => lane.ReadBackAsync(either.Token)));
        var unread = _lanes.Where((_, i) => !read[i]).Select(lane => lane.Partition).ToList();
        return Report(lasted, unread);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var lanes = _lanes.Select((lane, i) => lane.RunAsync(_options.Period * i / _lanes.Count, end.Token)).ToList();
        var watch = AwaitUnwatchedAsync(end.Token);
        var first = await Task.WhenAny([.. lanes, watch]);
        await end.CancelAsync();
        await Task.WhenAll([.. lanes, watch]);
        await first;
    }

    /// <exception cref="CanaryException">Nobody has looked for too long.</exception>
    private async Task AwaitUnwatchedAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var unwatched = _time.GetElapsedTime(Interlocked.Read(ref _watchedAt));
                if (unwatched >= _options.Unwatched) throw new CanaryException($"it ended by itself after nobody had looked at it for {CanaryText.Span(unwatched)}");
                await Task.Delay(_options.Unwatched - unwatched, _time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The probe ends for another reason.
        }
    }

    private CanaryReport Report(TimeSpan lasted, List<int> unread)
    {
        var lanes = _lanes.Select(lane => lane.Counts.View()).ToList();
        List<string> remarks = [.. _remarks];
        if (_work.Exception is { } fault) remarks.Add(fault.GetBaseException().Message);
        if (lanes.Sum(lane => lane.Unverified) is var unverified and > 0) remarks.Add($"{unverified} writes were overwritten before they could be read");
        return new CanaryReport(
            _table.Name,
            _began,
            lasted,
            lanes.Sum(lane => lane.Partition.Attempts),
            lanes.Sum(lane => lane.Partition.Acknowledged),
            lanes.SelectMany(lane => lane.Refused).GroupBy(refused => refused.Key, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Sum(refused => refused.Value)),
            lanes.Sum(lane => lane.Partition.Unknown),
            lanes.Sum(lane => lane.Reads),
            lanes.Sum(lane => lane.FailedReads),
            lanes.Select(lane => lane.LongestGap).MaxBy(gap => gap?.Length),
            lanes.Max(lane => lane.Partition.SlowestWrite),
            [.. lanes.SelectMany(lane => lane.Lost)],
            lanes.Sum(lane => lane.LostCount),
            lanes.Sum(lane => lane.Stale),
            lanes.Sum(lane => lane.Late),
            lanes.Sum(lane => lane.Impossible),
            lanes.Sum(lane => lane.Foreign),
            unread,
            [.. lanes.SelectMany(lane => lane.Moves).OrderByDescending(move => move.Gap).Take(MostMoves)],
            lanes.Sum(lane => lane.MoveCount),
            [.. lanes.Select(lane => lane.Partition)],
            [.. lanes.SelectMany(lane => lane.Servers).GroupBy(server => server.Server, StringComparer.Ordinal).OrderBy(same => same.Key, StringComparer.Ordinal)
                .Select(same => new ServerCanary(same.Key, same.Sum(server => server.Acknowledged), same.Sum(server => server.Refused), same.Sum(server => server.Unknown)))],
            remarks);
    }
}

/// <summary>A probe at one moment.</summary>
/// <param name="Quietest">The partition without an acknowledged write for the longest time.</param>
/// <param name="Usual">Writes in a minute when all is well.</param>
/// <param name="Failed">Those of the last minute that were refused or of unknown outcome.</param>
internal sealed record CanaryState(string Table, LaneView Quietest, long Usual, long Failed, long Lost, long Impossible);
