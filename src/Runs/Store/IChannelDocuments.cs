namespace Nightshift.Runs.Store;

/// <summary>
/// What a channel keeps beside the journals, so that it goes on after a restart where it was: documents under names, whose meaning only the channel knows.
/// Every method that changes something has it on disk when it completes; failures of the store are <see cref="StoreException"/>.
/// </summary>
public interface IChannelDocuments
{
    Task<ChannelDocument?> FindAsync(string space, string name, CancellationToken cancellationToken);

    /// <summary>All of a topic, in the order of their numbers.</summary>
    Task<IReadOnlyList<ChannelDocument>> ListAsync(string space, string topic, CancellationToken cancellationToken);

    /// <summary>All with which something is still to be done, in the order of their numbers.</summary>
    Task<IReadOnlyList<ChannelDocument>> ListOpenAsync(string space, CancellationToken cancellationToken);

    /// <summary>All changes in one transaction, in their order.</summary>
    /// <returns>The documents afterwards; null where there is none.</returns>
    Task<IReadOnlyList<ChannelDocument?>> ChangeAsync(IReadOnlyList<ChannelChange> changes, CancellationToken cancellationToken);

    /// <summary>Forgets the documents that are not open and were changed last before <paramref name="before"/>.</summary>
    /// <returns>How many they were.</returns>
    Task<int> RemoveAsync(string space, DateTimeOffset before, CancellationToken cancellationToken);
}

/// <param name="Number">Given by the store, ascending, never used again.</param>
/// <param name="IsOpen">Whether something is still to be done with it.</param>
/// <param name="Body">Text, whatever the channel writes.</param>
public sealed record ChannelDocument(long Number, string Topic, string Name, bool IsOpen, string Body);

/// <param name="Space">Names are unique in it.</param>
/// <param name="Topic">By which documents are listed together; kept from the first writing.</param>
/// <param name="Change">Pure; called with the document as it is inside the transaction. Null leaves it as it is.</param>
/// <param name="Now">When.</param>
public sealed record ChannelChange(string Space, string Topic, string Name, DateTimeOffset Now, Func<ChannelDocument?, ChannelEntry?> Change);

public sealed record ChannelEntry(string Body, bool IsOpen);
