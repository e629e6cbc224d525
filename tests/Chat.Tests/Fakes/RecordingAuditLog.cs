using System.Collections.Concurrent;
using Nightshift.Runs;

namespace Nightshift.Chat.Tests.Fakes;

/// <summary>Keeps what was recorded, or fails when told to.</summary>
internal sealed class RecordingAuditLog : IAuditLog
{
    private readonly ConcurrentQueue<AuditEntry> _entries = [];

    public IReadOnlyList<AuditEntry> Entries => [.. _entries];

    public Exception? Fails { get; set; }

    public Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        if (Fails is not null) return Task.FromException(Fails);
        _entries.Enqueue(entry);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<AuditRecord>> ReadAsync(int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AuditRecord>>([.. _entries.Select((entry, i) => new AuditRecord(i + 1, DateTimeOffset.UnixEpoch, entry)).Reverse().Take(limit)]);
}
