using Nightshift.Runs.Store;

namespace Nightshift.Runs.Locks;

/// <summary>Who asks for a change of a cluster's lock, where and when.</summary>
internal sealed record LockRequest(string Cluster, PersonId Person, string Channel, DateTimeOffset Now);

/// <summary>What becomes of a lock that somebody asks for: pure, so that a store decides it inside its transaction.</summary>
internal static class LockDecisions
{
    public static LockChange Lock(HeldLock? held, LockRequest asked, string reason)
    {
        if (held is { View.Run: not null })
            return Refused(asked, "lock", held, $"{LockSentences.Held(held.View)}; wait for its end, or /abort it");
        if (held is not null && held.View.Person != asked.Person)
            return Refused(asked, "lock", held, $"{LockSentences.Held(held.View)}; /unlock {asked.Cluster} frees it");
        var taken = new ClusterLockView(asked.Cluster, null, asked.Person, reason, held?.View.Since ?? asked.Now);
        var sentence = held is null
            ? $"{asked.Person} has locked cluster {asked.Cluster}: no run starts there until /unlock {asked.Cluster}"
            : $"{asked.Person} had locked cluster {asked.Cluster} already, since {LockSentences.Time(held.View.Since)}; the reason is now \"{reason}\"";
        return new LockChange(Answer.Yes(sentence), taken, false, Entry(asked, "lock", AuditOutcome.Done, $"locked: {reason}", held));
    }

    /// <param name="orphan">The lease of the run that has it, as it was when it was found that no living process carries that run on.</param>
    public static LockChange Unlock(HeldLock? held, LockRequest asked, bool force, Lease? orphan)
    {
        if (held is null) return Refused(asked, "unlock", held, $"cluster {asked.Cluster} is not locked");
        if (held.View.Run is null) return FreePerson(held, asked);
        if (!force) return Refused(asked, "unlock", held, $"{LockSentences.Held(held.View)}; /abort {held.View.Run} stops it, and it gives the cluster back at its end");
        return orphan is not null && held.Holder?.Lease == orphan
            ? FreeRun(held, asked)
            : Refused(asked, "unlock", held, $"{LockSentences.Held(held.View)}; {StillCarried(held)}");
    }

    private static LockChange FreePerson(HeldLock held, LockRequest asked) => new(
        Answer.Yes(held.View.Person == asked.Person ? $"cluster {asked.Cluster} is free again" : $"cluster {asked.Cluster} is free again; {held.View.Person} had locked it (\"{held.View.Reason}\")"),
        null,
        true,
        Entry(asked, "unlock", AuditOutcome.Done, $"freed; until then {LockSentences.Held(held.View)}", held));

    private static LockChange FreeRun(HeldLock held, LockRequest asked) => new(
        Answer.Yes($"cluster {asked.Cluster} was taken from run {held.View.Run} ({held.View.Reason}), which nobody carries on; what it left half done is yours to see to, and /lock {asked.Cluster} keeps it from going on"),
        null,
        true,
        Entry(asked, "unlock", AuditOutcome.Done, $"TAKEN FROM A RUN BY FORCE; {LockSentences.Held(held.View)}, and no living process carried it on", held));

    private static string StillCarried(HeldLock held) => held.Holder is { } holder
        ? $"process {holder.Lease.Owner} carries it on, or nobody can tell that it does not, so the cluster stays its own; /abort {holder.Summary.Id} stops it"
        : "the store does not have that run, so nobody can tell who carries it on";

    private static LockChange Refused(LockRequest asked, string action, HeldLock? held, string sentence) =>
        new(Answer.No(sentence), null, false, Entry(asked, action, AuditOutcome.Refused, sentence, held));

    private static AuditEntry Entry(LockRequest asked, string action, AuditOutcome outcome, string text, HeldLock? held) =>
        new(asked.Person, asked.Channel, action, outcome, text, asked.Cluster, held?.View.Run);
}
