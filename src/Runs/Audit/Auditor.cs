using Nightshift.Runs.Store;

namespace Nightshift.Runs.Audit;

/// <summary>Reads what a store has written.</summary>
internal sealed class Auditor(IAuditStore store, TimeProvider time) : IAudit
{
    public async Task<RunHistory?> HistoryAsync(RunId run, CancellationToken cancellationToken) =>
        await store.ReadStoredAsync(run, cancellationToken) is { } stored ? RunHistories.Read(stored, time.GetUtcNow()) : null;

    public async Task<IReadOnlyList<AuditLine>> LatestAsync(int limit, CancellationToken cancellationToken)
    {
        var entries = await store.ReadAuditAsync(limit, cancellationToken);
        var refused = await store.ReadRefusedAsync(limit, cancellationToken);
        return [.. entries.Select(AuditLines.Of).Concat(refused.Select(AuditLines.Of)).OrderByDescending(line => line.Time).Take(limit)];
    }

    public Task<AuditCheck> VerifyAsync(RunId? run, string? anchor, CancellationToken cancellationToken) =>
        new AuditVerifier(store, anchor).VerifyAsync(run, cancellationToken);

    public Task<long> ExportAsync(RunId? run, TextWriter writer, CancellationToken cancellationToken) =>
        run is { } one ? AuditExport.RunAsync(store, one, writer, cancellationToken) : AuditExport.AllAsync(store, writer, cancellationToken);

    public Task<long> ExportHistoryAsync(RunId run, TextWriter writer, CancellationToken cancellationToken) =>
        AuditExport.HistoryAsync(store, run, writer, cancellationToken);
}
