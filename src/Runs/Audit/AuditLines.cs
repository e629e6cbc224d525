using Nightshift.Runs.Journal;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Audit;

/// <summary>What the audit log and the journals say of attempts, in one shape.</summary>
internal static class AuditLines
{
    public static AuditLine Of(AuditRecord record)
    {
        var entry = record.Entry;
        return new AuditLine(record.Time, entry.Person.Value, entry.Channel, entry.Action, entry.Outcome, entry.Text, entry.Cluster, entry.Run);
    }

    /// <summary>The journal keeps no channel of what a run refused.</summary>
    public static AuditLine Of(StoredRefusal refusal)
    {
        var line = EventWords.Of(refusal.Event);
        var action = Payload.Text(refusal.Event.Payload, nameof(CommandRefused.Command)) ?? refusal.Event.Kind;
        return new AuditLine(line.Time, line.Who, "", action.ToLowerInvariant(), AuditOutcome.Refused, line.What, refusal.Cluster, refusal.Run);
    }
}
