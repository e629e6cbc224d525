namespace Nightshift.Runs;

/// <summary>What a channel has to know still after a restart: what it has dealt with already, and which of its accounts are whose.</summary>
public interface IChannelStore
{
    /// <summary>Takes a key, once: false when it was taken before, also by another process, and not released since. Forgotten after 30 days.</summary>
    /// <exception cref="Store.StoreException">It is not known to be on disk.</exception>
    Task<bool> TakeAsync(string key, CancellationToken cancellationToken);

    Task ReleaseAsync(string key, CancellationToken cancellationToken);

    /// <summary>The taken keys that begin so.</summary>
    Task<IReadOnlyList<string>> TakenAsync(string prefix, CancellationToken cancellationToken);

    Task<IReadOnlyList<ChannelLink>> LinksAsync(string channel, CancellationToken cancellationToken);

    /// <summary>Links an account with a person, and records that, in one transaction.</summary>
    /// <param name="entry">What the audit log keeps of it when it was done.</param>
    /// <returns>The link that is in the way, and nothing was done: of the account, or of the person; null when it was done.</returns>
    Task<ChannelLink?> LinkAsync(ChannelLink link, AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>False, and nothing is recorded, when the person has no account there.</summary>
    Task<bool> UnlinkAsync(string channel, PersonId person, AuditEntry entry, CancellationToken cancellationToken);
}

/// <param name="Channel">Of which program: <c>discord</c>.</param>
/// <param name="Account">The id that somebody has there; belongs to one person, and is a person's only one.</param>
public sealed record ChannelLink(string Channel, string Account, PersonId Person);
