using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Nightshift.Onebox.ZooKeeper.Serving;

/// <summary>
/// When each session was last heard of, and which connection it has. Which sessions there are is the tree's to say. Source: upstream's
/// <c>SessionTrackerImpl.java</c>.
/// </summary>
internal sealed class SessionTable
{
    private readonly Dictionary<long, Entry> _entries = [];
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _tickTime;
    private long _lastId;
    private long _lastTick;

    /// <summary>After a start every known session has its full timeout once more to come back.</summary>
    public SessionTable(IReadOnlyDictionary<long, int> sessions, TimeProvider timeProvider, TimeSpan tickTime)
    {
        (_timeProvider, _tickTime) = (timeProvider, tickTime);
        _lastTick = timeProvider.GetTimestamp();
        _lastId = Math.Max(FirstId(timeProvider.GetUtcNow()), sessions.Keys.DefaultIfEmpty().Max());
        foreach (var (id, timeout) in sessions)
            Open(id, timeout);
    }

    public long NextId() => ++_lastId;

    public void Open(long id, int timeout) => _entries[id] = new Entry { Timeout = TimeSpan.FromMilliseconds(timeout), LastHeard = _timeProvider.GetTimestamp() };

    public bool Contains(long id) => _entries.ContainsKey(id);

    /// <summary>Gives the session to a connection and returns the one that had it before.</summary>
    public ServerConnection? Attach(long id, int timeout, ServerConnection connection)
    {
        var entry = _entries[id];
        var before = entry.Connection;
        (entry.Connection, entry.Timeout, entry.LastHeard) = (connection, TimeSpan.FromMilliseconds(timeout), _timeProvider.GetTimestamp());
        return before;
    }

    public void Detach(long id, ServerConnection connection)
    {
        if (_entries.TryGetValue(id, out var entry) && entry.Connection == connection)
            entry.Connection = null;
    }

    public void Touch(long id)
    {
        if (_entries.TryGetValue(id, out var entry))
            entry.LastHeard = _timeProvider.GetTimestamp();
    }

    /// <summary>Ends a session and returns the connection that it had.</summary>
    public ServerConnection? Close(long id) => _entries.Remove(id, out var entry) ? entry.Connection : null;

    /// <summary>
    /// The sessions that were silent for their timeout. Time in which this process itself stood still is not held against them: what they
    /// sent meanwhile was not heard.
    /// </summary>
    public IReadOnlyList<long> Expired()
    {
        var now = _timeProvider.GetTimestamp();
        var stall = _timeProvider.GetElapsedTime(_lastTick, now) - (2 * _tickTime);
        _lastTick = now;
        if (stall > TimeSpan.Zero)
        {
            foreach (var entry in _entries.Values)
                entry.LastHeard += (long)(stall.TotalSeconds * _timeProvider.TimestampFrequency);
        }

        return [.. _entries.Where(e => _timeProvider.GetElapsedTime(e.Value.LastHeard, now) >= e.Value.Timeout).Select(e => e.Key).Order()];
    }

    /// <summary>The password of a session: whoever knows it may resume the session. The same after a restart.</summary>
    public static byte[] Password(long id)
    {
        Span<byte> seed = stackalloc byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(seed, id);
        BinaryPrimitives.WriteInt64BigEndian(seed[sizeof(long)..], ~id);
        return SHA256.HashData(seed)[..16];
    }

    /// <summary>Server id 1 on top, then time, then room to count.</summary>
    private static long FirstId(DateTimeOffset now) => (1L << 56) | ((now.ToUnixTimeMilliseconds() << 24) >>> 8);

    private sealed class Entry
    {
        public ServerConnection? Connection { get; set; }

        public TimeSpan Timeout { get; set; }

        public long LastHeard { get; set; }
    }
}
