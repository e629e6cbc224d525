using Microsoft.Extensions.Logging;
using Nightshift.Chat.Commands;
using Nightshift.Runs;

namespace Nightshift.Chat.Service;

/// <summary>Keeps what was refused for want of a right: of a run in its journal, everything else in the audit log. A refusal stands also when it cannot be recorded.</summary>
internal sealed class RefusalRecord(IRuns runs, IAuditLog audit, SecretMask mask, ILogger logger)
{
    /// <param name="typed">The command as typed; secrets are taken out of it here.</param>
    /// <param name="action">Its first word.</param>
    public Task OfCommandAsync(PersonId who, string channel, string action, string typed, CommandRefusedException refused, CancellationToken cancellationToken)
    {
        var about = refused as NotAllowedException;
        return RecordAsync(new AuditEntry(who, channel, action, AuditOutcome.Refused, Audited.Text(mask, typed, refused.Message), about?.Cluster, about?.Run), cancellationToken);
    }

    /// <param name="run">Null when there is no such run.</param>
    public async Task OfReactionAsync(PersonId who, RunId asked, RunView? run, string command, string reason, CancellationToken cancellationToken)
    {
        if (run is null)
        {
            await RecordAsync(new AuditEntry(who, "", "react", AuditOutcome.Refused, Audited.Text(mask, $"{command} {asked}", reason), Run: asked), cancellationToken);
            return;
        }

        try
        {
            await runs.RefusedAsync(asked, who, command, reason, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            logger.RefusalNotRecorded(command, who.Value, failure);
        }
    }

    private async Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await audit.RecordAsync(entry, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            logger.RefusalNotRecorded(entry.Action, entry.Person.Value, failure);
        }
    }
}
