using Nightshift.Runs.Store;

namespace Nightshift.Runs.Audit;

/// <summary>The audit log on a store.</summary>
internal sealed class AuditLog(IAuditStore store, TimeProvider time) : IAuditLog
{
    public Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken) => store.AppendAuditAsync(entry, time.GetUtcNow(), cancellationToken);

    public Task<IReadOnlyList<AuditRecord>> ReadAsync(int limit, CancellationToken cancellationToken) => store.ReadAuditAsync(limit, cancellationToken);
}
