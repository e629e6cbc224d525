namespace Nightshift.Runs.Journal;

/// <summary>Why a run stands that could go on: pauses, changes of the cluster, guards, a lost lock.</summary>
internal sealed partial class RunProjection
{
    private readonly HashSet<StepPath> _standing = [];
    private readonly Dictionary<StepPath, DriftRecord> _drifts = [];
    private readonly List<GuardViolationView> _violations = [];
    private readonly Dictionary<string, string> _baseline = new(StringComparer.Ordinal);

    /// <summary>The pause that is asked for or in effect; an abort ends it.</summary>
    public PauseRecord? Pause { get; private set; }

    /// <summary>Since when people let the time to decide stand still.</summary>
    public DateTimeOffset? SuspendedSince => Pause is { Person: var person } pause && person != PersonId.Nightshift ? pause.Since : null;

    /// <summary>Why it does nothing until it has its cluster's lock again.</summary>
    public string? LockLost { get; private set; }

    /// <summary>What the run expects of the cluster.</summary>
    public IReadOnlyDictionary<string, string> Baseline => _baseline;

    /// <summary>Sequence of the event that last set any of <see cref="Baseline"/>.</summary>
    public long BaselineAt { get; private set; }

    public IEnumerable<DriftRecord> OpenDrifts => _drifts.Values.Where(drift => !drift.Confirmed);

    public IEnumerable<GuardViolationView> Violated => _violations.Where(violation => violation.Until is null);

    public DriftRecord? FindDrift(StepPath path) => _drifts.GetValueOrDefault(path);

    public bool StandsAt(StepPath path) => _standing.Contains(path);

    /// <summary>A run that ended waits for nothing, also when a guard was violated at its last moment.</summary>
    private PauseView? PauseView =>
        Pause is { } pause && !State.IsFinal() ? new PauseView(pause.Person, pause.Since, pause.Reason ?? pause.Guarded, pause.Now, [.. _standing.Order(ByPath)]) : null;

    private static Comparer<StepPath> ByPath { get; } = Comparer<StepPath>.Create((one, other) => string.CompareOrdinal(one.Value, other.Value));

    private void Apply(PauseAsked asked, JournalRow row)
    {
        // Whoever paused first keeps the time; people's pause takes the place of a guard's, which never lets questions wait.
        Pause = Pause is null || Pause.Person == PersonId.Nightshift
            ? new PauseRecord(asked.Person, asked.Reason, asked.Now || Pause is { Now: true }, row.Time)
            : Pause with { Now = Pause.Now || asked.Now };
        SettleState();
    }

    private void Apply(Continued continued, JournalRow row)
    {
        EndPause(row.Time);
        for (var at = 0; continued.Anyway && at < _violations.Count; at++)
            if (_violations[at].Until is null) _violations[at] = _violations[at] with { Waived = true };
        SettleState();
    }

    private void Apply(DriftFound found, JournalRow row)
    {
        _drifts[found.Path] = new DriftRecord(found, row.Time, Math.Max(1, Policy.Approvers), []);
        SettleState();
    }

    private void Apply(DriftConfirmed confirmed, JournalRow row)
    {
        foreach (var drift in OpenDrifts.Where(drift => drift.Found.Hash == confirmed.Hash).ToList())
        {
            var now = _drifts[drift.Found.Path] = drift with { Confirmations = [.. drift.Confirmations, new ApprovalView(confirmed.Person, row.Time)] };
            if (now.Confirmed) Move(now.Found.Facts, row);
        }
        SettleState();
    }

    private void Apply(ConfirmationWithdrawn withdrawn)
    {
        foreach (var drift in OpenDrifts.ToList())
            _drifts[drift.Found.Path] = drift with { Confirmations = [.. drift.Confirmations.Where(given => given.Person != withdrawn.Person)] };
    }

    private void Apply(GuardViolated violated, JournalRow row)
    {
        _violations.Add(new GuardViolationView(violated.Name, violated.Sentence, row.Time, null, false));
        if (Stop is null && Abort is null)
        {
            var reason = FormattableString.Invariant($"the guard '{violated.Name}' is violated since {row.Time.UtcDateTime:HH:mm:ss} UTC: {violated.Sentence}");
            var pause = Pause ?? new PauseRecord(PersonId.Nightshift, null, true, row.Time);
            Pause = pause with { Now = true, Guarded = pause.Person == PersonId.Nightshift ? pause.Guarded ?? reason : reason };
        }
        SettleState();
    }

    private void Apply(GuardHolds holds, JournalRow row)
    {
        var at = _violations.FindIndex(violation => violation.Name == holds.Name && violation.Until is null);
        if (at >= 0) _violations[at] = _violations[at] with { Until = row.Time };
        SettleState();
    }

    private void Lose(LockLost lost)
    {
        LockLost = lost.Reason;
        SettleState();
    }

    private void Move(IReadOnlyDictionary<string, string?> facts, JournalRow row)
    {
        foreach (var (key, value) in facts)
        {
            if (value is null) _baseline.Remove(key);
            else _baseline[key] = value;
        }
        BaselineAt = row.Sequence;
    }

    private void EndPause(DateTimeOffset now)
    {
        if (SuspendedSince is { } since) RunOn(since, now);
        Pause = null;
        _standing.Clear();
    }

    /// <summary>The time that was left of each question runs on from here.</summary>
    private void RunOn(DateTimeOffset suspended, DateTimeOffset now)
    {
        foreach (var path in _asking)
        {
            var step = _steps[path];
            var since = step.AskedAt > suspended ? step.AskedAt : suspended;
            if (now > since) _steps[path] = step with { AskedUntil = step.AskedUntil + (now - since) };
        }
    }
}

/// <param name="Person"><see cref="PersonId.Nightshift"/> when a guard held the run, or the program itself asked for it.</param>
/// <param name="Reason">Of who asked for it; null, too, while a guard alone holds the run.</param>
/// <param name="Guarded">The guard that holds the run, or made a pause one at once, in a sentence.</param>
internal sealed record PauseRecord(PersonId Person, string? Reason, bool Now, DateTimeOffset Since, string? Guarded = null);

/// <param name="Needed">How many have to confirm.</param>
internal sealed record DriftRecord(DriftFound Found, DateTimeOffset Since, int Needed, IReadOnlyList<ApprovalView> Confirmations)
{
    public bool Confirmed => Confirmations.Count >= Needed;

    public DriftView ToView() => new(Found.Path, Since, Found.Differences, Found.Hash, Needed, Confirmations);
}
