using Nightshift.Runs.Journal;

namespace Nightshift.Runs;

/// <summary>One attempt of a step, as its code sees it.</summary>
public abstract class StepAttempt
{
    /// <summary>1 for the first attempt; one more for each retry and for each run after a crash.</summary>
    public abstract int Number { get; }

    /// <summary>A name for the effect that stays the same over crashes and differs between retries decided by people: run, path and attempt, hashed,
    /// 32 hex digits. Hosts use it as the id under which a command never runs twice.</summary>
    public abstract string EffectId { get; }

    public abstract TimeProvider Time { get; }

    /// <summary>Fires on the deadline, on <c>/abort now</c> (unless the step is part of the way out) and on shutdown.</summary>
    public abstract CancellationToken CancellationToken { get; }

    /// <summary>
    /// False once another process carries the run on, or soon may. A step that is cancelled then ends as it stands: undoing anything here would
    /// work against the process that looks at the live state and goes on from there.
    /// </summary>
    public virtual bool MayPutBack => true;

    /// <summary>Whether this run has taken a hold on the setting and not put it back yet.</summary>
    public virtual bool IsHeld(string setting) => true;

    /// <summary>What this run holds now; null where nobody counts.</summary>
    internal virtual IReadOnlyList<HoldTaken>? Holds => null;

    /// <summary>Says what the step waits for, for which value, in a sentence: <c>waits for the lag of demo.orders[3] to become 0, now 12,400 records</c>.
    /// Shown live with the time since it first waited; becomes part of the error if the deadline passes. Cheap: call it as often as you like.</summary>
    public abstract void Waiting(string sentence);

    /// <summary>Appends a line to the run's record under this step, for the details thread.</summary>
    public abstract void Note(string line);
}
