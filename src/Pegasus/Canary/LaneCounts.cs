namespace Nightshift.Pegasus.Canary;

/// <summary>What was counted for one partition. Bounded however long the probe runs; written by one lane, read by anybody.</summary>
internal sealed class LaneCounts(int partition, TimeProvider time)
{
    private const int MostMoves = 16;
    private const int MostLost = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _refused = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ServerCanary> _servers = new(StringComparer.Ordinal);
    private readonly List<PrimaryMove> _moves = [];
    private readonly List<LostWrite> _lost = [];
    private readonly long _began = time.GetTimestamp();
    private long _attempts, _acknowledged, _unknown, _reads, _failedReads, _lostCount, _stale, _late, _impossible, _foreign, _unverified, _moveCount, _last;
    private long _refusedSince, _unknownSince;
    private long? _acknowledgedAt;
    private TimeSpan _slowest;
    private CanaryGap? _longest;
    private string? _primary, _trouble;

    public void Acknowledged(long sequence, string? primary, TimeSpan took)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _attempts++;
            _acknowledged++;
            _last = sequence;
            if (took > _slowest) _slowest = took;
            if (_acknowledgedAt is { } before) Gap(time.GetElapsedTime(before, now), primary);
            _acknowledgedAt = now;
            (_primary, _trouble, _refusedSince, _unknownSince) = (primary ?? _primary, null, 0, 0);
            Server(primary, server => server with { Acknowledged = server.Acknowledged + 1 });
        }
    }

    public void Refused(string error, string? primary)
    {
        lock (_lock)
        {
            _attempts++;
            _refusedSince++;
            _refused[error] = _refused.GetValueOrDefault(error) + 1;
            _trouble = $"{error}{(primary is null ? "" : $" from {primary}")}";
            Server(primary, server => server with { Refused = server.Refused + 1 });
        }
    }

    public void Doubtful(string reason, string? primary)
    {
        lock (_lock)
        {
            _attempts++;
            _unknown++;
            _unknownSince++;
            _trouble = reason;
            Server(primary, server => server with { Unknown = server.Unknown + 1 });
        }
    }

    public void Read(bool failed)
    {
        lock (_lock)
        {
            _reads++;
            if (failed) _failedReads++;
        }
    }

    /// <summary>The configuration could not be read anew; what the writes meet has been told already, else this is.</summary>
    public void NotRefreshed(string reason)
    {
        lock (_lock) _trouble ??= reason;
    }

    /// <summary>An acknowledged write was overwritten without having been read.</summary>
    public void Unverified()
    {
        lock (_lock) _unverified++;
    }

    /// <param name="lost">The write that is missing, when reading again did not show it either.</param>
    public void Found(RowFinding finding, LostWrite? lost = null)
    {
        lock (_lock)
        {
            if (lost is not null)
            {
                _lostCount++;
                if (_lost.Count < MostLost) _lost.Add(lost);
            }
            else
            {
                if (finding == RowFinding.Older) _stale++;
                if (finding == RowFinding.Late) _late++;
                if (finding == RowFinding.Impossible) _impossible++;
                if (finding == RowFinding.Foreign) _foreign++;
            }
        }
    }

    public LaneView View()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            return new LaneView(
                new PartitionCanary(partition, _attempts, _acknowledged, _refused.Values.Sum(), _unknown, _longest?.Length ?? TimeSpan.Zero, _slowest, _last, _primary),
                new Dictionary<string, long>(_refused), _reads, _failedReads, _longest, [.. _lost], _lostCount, _stale, _late, _impossible, _foreign, _unverified, [.. _moves], _moveCount,
                [.. _servers.Values], time.GetElapsedTime(_acknowledgedAt ?? _began, now), _trouble);
        }
    }

    private void Gap(TimeSpan gap, string? primary)
    {
        if (_longest is null || gap > _longest.Length) _longest = new CanaryGap(partition, gap, _primary, primary);
        if (_primary is null || primary is null || _primary == primary) return;
        _moveCount++;
        _moves.Add(new PrimaryMove(partition, _primary, primary, gap, _refusedSince, _unknownSince));
        if (_moves.Count > MostMoves) _moves.Remove(_moves.MinBy(move => move.Gap)!);
    }

    private void Server(string? name, Func<ServerCanary, ServerCanary> count)
    {
        if (name is not null) _servers[name] = count(_servers.GetValueOrDefault(name, new ServerCanary(name, 0, 0, 0)));
    }
}

/// <param name="Silent">Since the last acknowledged write, or since the begin.</param>
/// <param name="Trouble">What the last write met; null when it was acknowledged.</param>
internal sealed record LaneView(
    PartitionCanary Partition,
    IReadOnlyDictionary<string, long> Refused,
    long Reads,
    long FailedReads,
    CanaryGap? LongestGap,
    IReadOnlyList<LostWrite> Lost,
    long LostCount,
    long Stale,
    long Late,
    long Impossible,
    long Foreign,
    long Unverified,
    IReadOnlyList<PrimaryMove> Moves,
    long MoveCount,
    IReadOnlyList<ServerCanary> Servers,
    TimeSpan Silent,
    string? Trouble);
