using Nightshift.Runs.Store;

namespace Nightshift.Runs.Channels;

internal sealed class ChannelStore(IChannelTables tables, TimeProvider time) : IChannelStore
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public Task<bool> TakeAsync(string key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return tables.TakeAsync(key, now, now - Kept, cancellationToken);
    }

    public Task ReleaseAsync(string key, CancellationToken cancellationToken) => tables.ReleaseAsync(key, cancellationToken);

    public Task<IReadOnlyList<string>> TakenAsync(string prefix, CancellationToken cancellationToken) => tables.TakenAsync(prefix, cancellationToken);

    public Task<IReadOnlyList<ChannelLink>> LinksAsync(string channel, CancellationToken cancellationToken) => tables.LinksAsync(channel, cancellationToken);

    public Task<ChannelLink?> LinkAsync(ChannelLink link, AuditEntry entry, CancellationToken cancellationToken) =>
        tables.LinkAsync(link, entry, time.GetUtcNow(), cancellationToken);

    public Task<bool> UnlinkAsync(string channel, PersonId person, AuditEntry entry, CancellationToken cancellationToken) =>
        tables.UnlinkAsync(channel, person, entry, time.GetUtcNow(), cancellationToken);
}
