using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Nightshift.Chat.Discord.Outbox;

/// <summary>
/// The one that sends. Each channel, and each thread, has one message in hand at a time and its own pace. What is done is recorded after it was done; the nonce sees to
/// it that doing it again, by this process or by the next one, makes no second message.
/// </summary>
internal sealed partial class OutboxSender(
    IDiscord discord, OutboxStore store, IOutboxListener listener, OutboxOptions options, OutboxTexts texts, TimeProvider time, ILogger<OutboxSender> logger)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    // Whatever is written into it means: look.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<Snowflake, PlaceBudget> _budgets = [];
    private readonly Dictionary<Snowflake, Task> _inHand = [];
    private readonly Dictionary<string, OutboxEntry> _needed = [];
    private volatile bool _isOpen;
    private volatile bool _isFailing;

    /// <summary>Something may have to be sent. Returns at once.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>A session stands: what waits is sent.</summary>
    public void Open()
    {
        _isOpen = true;
        Wake();
    }

    /// <summary>Nothing new is begun until <see cref="Open"/>.</summary>
    public void Close() => _isOpen = false;

    /// <summary>Until cancelled; what is in hand then ends by itself.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true) await WaitAsync(await LookAsync(stoppingToken), stoppingToken);
        }
        finally
        {
            await Task.WhenAll(_inHand.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<DateTimeOffset> LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (_isOpen) return await BeginAsync(stoppingToken);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            logger.StoreFailed(failure);
        }

        return time.GetUtcNow() + LookAgain;
    }

    /// <summary>Begins what can be begun now.</summary>
    /// <returns>When to look again at the latest.</returns>
    private async Task<DateTimeOffset> BeginAsync(CancellationToken stoppingToken)
    {
        foreach (var (place, task) in _inHand.Where(one => one.Value.IsCompleted).ToList())
        {
            _inHand.Remove(place);
            await task;
        }

        var now = time.GetUtcNow();
        var next = now + LookAgain;
        var rows = await store.OpenAsync(stoppingToken);
        await NeedsAsync(rows, stoppingToken);
        foreach (var lost in rows.Where(row => OutboxQueue.IsLost(row.Entry, Find)))
            await store.RecordAsync(lost, entry => entry.End("what it would stand in is not there"), stoppingToken);
        var places = rows
            .Where(row => OutboxQueue.IsReady(row.Entry, Find, now))
            .Select(row => (Row: row, Place: OutboxQueue.PlaceOf(row.Entry, Find)))
            .Where(one => one.Place is not null)
            .GroupBy(one => one.Place!.Value, one => one.Row);
        foreach (var place in places.Where(place => !_inHand.ContainsKey(place.Key)))
        {
            var budget = Budget(place.Key);
            var due = OutboxQueue.InOrder(place).Select(row => (Row: row, At: budget.Due(IsEdit(row.Entry)))).ToList();
            if (due.Find(one => one.At <= now) is { Row: { } row }) _inHand[place.Key] = DoAsync(row, place.Key, budget, stoppingToken);
            else next = Earliest(next, due.Min(one => one.At));
        }

        foreach (var waiting in rows.Select(row => row.Entry.NotBefore).OfType<DateTimeOffset>().Where(at => at > now)) next = Earliest(next, waiting);
        return next;
    }

    /// <summary>Open entries, and those that they need and that are not open themselves.</summary>
    private async Task NeedsAsync(IReadOnlyList<OutboxRow> open, CancellationToken stoppingToken)
    {
        _needed.Clear();
        foreach (var row in open) _needed[row.Name] = row.Entry;
        foreach (var name in open.SelectMany(row => new[] { row.Entry.Needs, row.Entry.PlaceOf }).OfType<string>().Distinct().Where(name => !_needed.ContainsKey(name)).ToList())
            if (await store.FindAsync(name, stoppingToken) is { } found) _needed[name] = found.Entry;
    }

    private OutboxEntry? Find(string name) => _needed.GetValueOrDefault(name);

    private PlaceBudget Budget(Snowflake place) => _budgets.TryGetValue(place, out var known) ? known : _budgets[place] = new PlaceBudget();

    private static bool IsEdit(OutboxEntry entry) => entry.IsSent && entry.SentVersion < entry.Version;

    private async Task WaitAsync(DateTimeOffset until, CancellationToken stoppingToken)
    {
        var wait = until - time.GetUtcNow();
        if (wait <= TimeSpan.Zero) return;
        using var timer = time.CreateTimer(_ => Wake(), null, wait, Timeout.InfiniteTimeSpan);
        await _wake.Reader.ReadAsync(stoppingToken);
    }

    private static DateTimeOffset Earliest(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
