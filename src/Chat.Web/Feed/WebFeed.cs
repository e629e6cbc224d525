using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Threading.Channels;
using Nightshift.Runs;

namespace Nightshift.Chat.Web.Feed;

/// <summary>
/// The channel of the page: the latest entries, and everybody who looks at them. A slow reader loses intermediate versions of an entry, never
/// the last one, since it reads the feed again when it falls behind.
/// </summary>
internal sealed class WebFeed(TimeProvider time)
{
    private const int Kept = 300;
    private const int Backlog = 500;

    private readonly Lock _lock = new();
    private readonly List<FeedEntry> _entries = [];
    private readonly List<Channel<FeedEntry>> _readers = [];

    // Begins elsewhere after each start of the program, so that a page which stayed open does not take a new entry for an old one.
    private long _last = time.GetUtcNow().ToUnixTimeMilliseconds();

    public IReadOnlyList<FeedEntry> Entries
    {
        get
        {
            lock (_lock) return [.. _entries];
        }
    }

    public string NextId() => string.Create(CultureInfo.InvariantCulture, $"entry-{Interlocked.Increment(ref _last)}");

    /// <summary>Of this start of the program. A press whose id does not begin with it is from a page of an earlier start, or made up.</summary>
    public string Life { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>Adds the entry, or replaces the one with the same id where it stands.</summary>
    public void Put(FeedEntry entry)
    {
        lock (_lock)
        {
            var at = _entries.FindIndex(known => known.Id == entry.Id);
            if (at >= 0) _entries[at] = entry;
            else _entries.Add(entry);
            if (_entries.Count > Kept) _entries.RemoveAt(Math.Max(0, _entries.FindIndex(known => !IsWaitedFor(known))));

            // One that is behind is let go after what it holds; it reads the feed again, and so gets this entry too.
            foreach (var reader in _readers.Where(reader => !reader.Writer.TryWrite(entry)).ToList())
            {
                reader.Writer.TryComplete();
                _readers.Remove(reader);
            }
        }
    }

    /// <summary>A run may wait for approval for days, while much else is said: its plan and its card stay until it has ended.</summary>
    private bool IsWaitedFor(FeedEntry entry) => entry switch
    {
        FeedEntry.Card card => !card.Run.Summary.State.IsFinal(),
        FeedEntry.PlanMessage plan => !_entries.Exists(known => known is FeedEntry.Card card && card.Run.Summary.Id == plan.Run.Summary.Id && card.Run.Summary.State.IsFinal()),
        _ => false,
    };

    /// <summary>Adds an entry that is never changed; does nothing when it is there already.</summary>
    public void Post(FeedEntry.PlanMessage entry)
    {
        lock (_lock)
        {
            if (!_entries.Exists(known => known.Id == entry.Id)) Put(entry);
        }
    }

    /// <summary>What was posted last for a run, before the one with <paramref name="id"/>.</summary>
    public FeedEntry.PlanMessage? PlanBefore(RunId run, string id)
    {
        lock (_lock) return _entries.OfType<FeedEntry.PlanMessage>().LastOrDefault(known => known.Run.Summary.Id == run && known.Id != id);
    }

    /// <summary>The entries that there are, then every one that is put. Ends when the reader falls too far behind; it then starts again.</summary>
    public async IAsyncEnumerable<FeedEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<FeedEntry>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.Wait });
        FeedEntry[] present;
        lock (_lock)
        {
            _readers.Add(channel);
            present = [.. _entries];
        }

        try
        {
            foreach (var entry in present) yield return entry;
            await foreach (var entry in channel.Reader.ReadAllAsync(cancellationToken)) yield return entry;
        }
        finally
        {
            lock (_lock) _readers.Remove(channel);
        }
    }
}
