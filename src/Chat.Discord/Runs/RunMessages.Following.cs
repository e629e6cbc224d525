using System.Threading.Channels;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Runs;

internal sealed partial class RunMessages
{
    // Those that wait are shown however old they are.
    private const int LookedAt = 1_000;
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterFailures = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan BetweenCleanings = TimeSpan.FromHours(6);

    private readonly HashSet<RunId> _dirty = [];
    private readonly HashSet<RunId> _underWay = [];
    private readonly Backoff _notDrawn;
    private readonly Lock _gate = new();

    // Whatever is written into it means: something is dirty.
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Follows runs and sends, until cancelled. Begins with what happened while no process did; sends from <see cref="Connected"/> on.</summary>
    public async Task RunAsync(CancellationToken stoppingToken) =>
        await Task.WhenAll(WatchAsync(stoppingToken), DrawAsync(stoppingToken), LookAgainAsync(stoppingToken), HoldAsync(stoppingToken), LookForDeletedAsync(stoppingToken), CleanAsync(stoppingToken), _sender.RunAsync(stoppingToken));

    private void Mark(RunId run)
    {
        lock (_gate) _dirty.Add(run);
        _changed.Writer.TryWrite(true);
    }

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var update in _runs.WatchAsync(null, stoppingToken)) Mark(update.Run);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                _logger.WatchFailed(failure);
            }

            await Task.Delay(AfterFailure, _time, stoppingToken);
        }
    }

    /// <summary>What the feed did not tell: runs that changed before this process began, or too fast; and, of those under way, that time passes.</summary>
    private async Task LookAgainAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var seen = await _records.SeenAsync(stoppingToken);
                var shown = Math.Max(seen?.Value ?? 0, _hasLooked ? Volatile.Read(ref _drawn) : 0);
                var runs = await _runs.ListAsync(LookedAt, stoppingToken);
                foreach (var run in await _records.OpenAsync(stoppingToken)) Mark(run);
                foreach (var run in runs.Reverse().Where(run => !run.State.IsFinal() || (seen is not null && run.Id.Value > shown))) Mark(run.Id);
                if (seen is null) await _records.SeeAsync(runs.Count > 0 ? runs[0].Id : new RunId(0), stoppingToken);
                _hasLooked = true;
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                _logger.LookFailed(failure);
            }

            await Task.Delay(_options.Tick, _time, stoppingToken);
        }
    }

    private async Task DrawAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _changed.Reader.ReadAsync(stoppingToken);
            foreach (var run in Due()) await DrawAsync(run, stoppingToken);
            _sender.Wake();
            await Task.Delay(_options.Beat, _time, stoppingToken);
            lock (_gate)
                if (_dirty.Count > 0) _changed.Writer.TryWrite(true);
        }
    }

    private List<RunId> Due()
    {
        lock (_gate)
        {
            List<RunId> due = [.. _dirty.Where(_notDrawn.IsDue).OrderBy(run => run.Value)];
            _dirty.ExceptWith(due);
            return due;
        }
    }

    private async Task DrawAsync(RunId run, CancellationToken stoppingToken)
    {
        try
        {
            if (await PutAsync(run, stoppingToken))
            {
                _notDrawn.Succeed(run);
                await SeeAsync(run, stoppingToken);
            }
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            _logger.RunFailed(run.Value, failure);
            _told.Forget(run);
            _notDrawn.Fail(run);
            lock (_gate) _dirty.Add(run);
        }
    }

    /// <returns>False where there is no such run.</returns>
    private async Task<bool> PutAsync(RunId run, CancellationToken stoppingToken)
    {
        if (await _runs.FindAsync(run, stoppingToken) is not { } view) return false;
        var known = await _records.FindAsync(run, stoppingToken);
        var isFinal = view.Summary.State.IsFinal();
        lock (_gate)
        {
            if (isFinal) _underWay.Remove(run);
            else _underWay.Add(run);
        }

        if (known is { IsDone: true } && isFinal) return true;
        if ((known?.Channel ?? RunRecords.ChannelOf(view.Request, _options.DefaultChannel)) is { } channel) await PutAsync(view, known, known ?? new RunRecord(channel), stoppingToken);
        return true;
    }

    private async Task PutAsync(RunView view, RunRecord? known, RunRecord record, CancellationToken stoppingToken)
    {
        var run = view.Summary.Id;
        var isFinal = view.Summary.State.IsFinal();
        var shown = await ShownAsync(run, record, isFinal, stoppingToken);
        var history = isFinal && !shown.Entries.ContainsKey(RunNames.Report(run)) ? await _audit.HistoryAsync(run, stoppingToken) : null;
        var (puts, wanted, told) = RunBoard.Of(view, record, shown, history, _time.GetUtcNow(), _board);
        if (puts.Count == 0 && wanted == record && known is not null) return;
        var closing = wanted.IsDone ? _told.Closing(run, shown.Told.Count) : [];
        await _outbox.PutAsync(RunNames.Topic(run), puts, [_records.Change(run, wanted), .. _told.Adding(run, shown.Told.Count, told), .. closing], stoppingToken);
        if (wanted.IsDone) _told.Forget(run);
        else _told.Added(run, told);
    }

    private async Task<ShownSoFar> ShownAsync(RunId run, RunRecord record, bool isFinal, CancellationToken stoppingToken)
    {
        var entries = (await _outbox.ListAsync(RunNames.Topic(run), stoppingToken)).ToDictionary(row => row.Name, row => row.Entry);
        var last = RunNames.Detail(run, record.Details);
        if (!entries.ContainsKey(last) && await _outbox.FindAsync(last, stoppingToken) is { } detail) entries[last] = detail.Entry;
        var hasOpen = isFinal && (await _outbox.OpenAsync(stoppingToken)).Any(row => row.Topic == RunNames.DetailsTopic(run));
        return new ShownSoFar(entries, await _told.OfAsync(run, record.Told, stoppingToken), hasOpen);
    }

    private volatile bool _hasLooked;
    private long _drawn;
    private long _seen;

    /// <summary>Never past a run that could not be drawn, nor before it was looked what there is: what ended meanwhile would not be shown by the next start either.</summary>
    private async Task SeeAsync(RunId run, CancellationToken stoppingToken)
    {
        Volatile.Write(ref _drawn, Math.Max(_drawn, run.Value));
        var seen = _notDrawn.Lowest is { } failed ? Math.Min(_drawn, failed.Value - 1) : _drawn;
        if (!_hasLooked || seen <= _seen) return;
        await _records.SeeAsync(new RunId(seen), stoppingToken);
        _seen = seen;
    }

    private async Task CleanAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _outbox.CleanAsync(_time.GetUtcNow() - _options.Outbox.KeptFor, stoppingToken);
                await _store.RemoveAsync(ToldSteps.Space, _time.GetUtcNow() - _options.Outbox.KeptFor, stoppingToken);
                await _store.RemoveAsync(RunRecords.Space, _time.GetUtcNow() - _options.Outbox.KeptFor, stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                _logger.LookFailed(failure);
            }

            await Task.Delay(BetweenCleanings, _time, stoppingToken);
        }
    }
}
