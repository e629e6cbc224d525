using System.Threading.Channels;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Runs;

internal sealed partial class RunMessages
{
    // Those that wait are shown however old they are.
    private const int LookedAt = 1_000;
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenCleanings = TimeSpan.FromHours(6);

    private readonly HashSet<RunId> _dirty = [];
    private readonly HashSet<RunId> _underWay = [];
    private readonly Lock _gate = new();

    // Whatever is written into it means: something is dirty.
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Follows runs and sends, until cancelled. Begins with what happened while no process did; sends from <see cref="Connected"/> on.</summary>
    public async Task RunAsync(CancellationToken stoppingToken) =>
        await Task.WhenAll(WatchAsync(stoppingToken), DrawAsync(stoppingToken), LookAgainAsync(stoppingToken), HoldAsync(stoppingToken), CleanAsync(stoppingToken), _sender.RunAsync(stoppingToken));

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
                var runs = await _runs.ListAsync(LookedAt, stoppingToken);
                foreach (var run in await _records.OpenAsync(stoppingToken)) Mark(run);
                foreach (var run in runs.Reverse().Where(run => !run.State.IsFinal() || (seen is { } last && run.Id.Value > last.Value))) Mark(run.Id);
                if (seen is null) await _records.SeeAsync(runs.Count > 0 ? runs[0].Id : new RunId(0), stoppingToken);
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
            List<RunId> due;
            lock (_gate)
            {
                due = [.. _dirty.OrderBy(run => run.Value)];
                _dirty.Clear();
            }

            foreach (var run in due) await DrawAsync(run, stoppingToken);
            _sender.Wake();
            await Task.Delay(_options.Beat, _time, stoppingToken);
        }
    }

    private async Task DrawAsync(RunId run, CancellationToken stoppingToken)
    {
        try
        {
            await PutAsync(run, stoppingToken);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            _logger.RunFailed(run.Value, failure);
            await Task.Delay(AfterFailure, _time, stoppingToken);
            Mark(run);
        }
    }

    private async Task PutAsync(RunId run, CancellationToken stoppingToken)
    {
        if (await _runs.FindAsync(run, stoppingToken) is not { } view) return;
        var known = await _records.FindAsync(run, stoppingToken);
        var isFinal = view.Summary.State.IsFinal();
        lock (_gate)
        {
            if (isFinal) _underWay.Remove(run);
            else _underWay.Add(run);
        }

        if (known is { IsDone: true } && isFinal) return;
        if ((known?.Channel ?? RunRecords.ChannelOf(view.Request, _options.DefaultChannel)) is { } channel)
        {
            var entries = (await _outbox.ListAsync(RunNames.Topic(run), stoppingToken)).ToDictionary(row => row.Name, row => row.Entry);
            var history = isFinal && !entries.ContainsKey(RunNames.Report(run)) ? await _audit.HistoryAsync(run, stoppingToken) : null;
            var record = known ?? new RunRecord(channel);
            var (puts, wanted) = RunBoard.Of(view, record, entries, history, _time.GetUtcNow(), _board);
            if (puts.Count > 0 || wanted != record || known is null) await _outbox.PutAsync(RunNames.Topic(run), puts, [_records.Change(run, wanted)], stoppingToken);
        }

        await SeeAsync(run, stoppingToken);
    }

    private long _seen;

    private async Task SeeAsync(RunId run, CancellationToken stoppingToken)
    {
        if (run.Value <= _seen) return;
        await _records.SeeAsync(run, stoppingToken);
        _seen = run.Value;
    }

    private async Task CleanAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _outbox.CleanAsync(_time.GetUtcNow() - _options.Outbox.KeptFor, stoppingToken);
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
