namespace Nightshift.Runs.Store;

/// <summary>What channels keep, as a store does it; see <see cref="IChannelStore"/>.</summary>
internal interface IChannelTables
{
    /// <param name="forgotten">What was taken before this is as if it never was.</param>
    Task<bool> TakeAsync(string key, DateTimeOffset now, DateTimeOffset forgotten, CancellationToken cancellationToken);

    Task ReleaseAsync(string key, CancellationToken cancellationToken);

    Task<IReadOnlyList<string>> TakenAsync(string prefix, CancellationToken cancellationToken);

    Task<IReadOnlyList<ChannelLink>> LinksAsync(string channel, CancellationToken cancellationToken);

    Task<ChannelLink?> LinkAsync(ChannelLink link, AuditEntry entry, DateTimeOffset now, CancellationToken cancellationToken);

    Task<bool> UnlinkAsync(string channel, PersonId person, AuditEntry entry, DateTimeOffset now, CancellationToken cancellationToken);
}
