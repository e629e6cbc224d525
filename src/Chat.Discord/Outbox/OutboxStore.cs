using System.Globalization;
using System.Security.Cryptography;
using Nightshift.Runs.Store;

namespace Nightshift.Chat.Discord.Outbox;

/// <summary>The outbox in the store, and beside it which message is which entry.</summary>
internal sealed class OutboxStore(IChannelDocuments store, TimeProvider time)
{
    public const string Space = "discord-outbox";
    private const string Messages = "discord-messages";
    private const string OwnMark = "discord-mark";
    private string? _mark;

    /// <summary>What has still to be sent.</summary>
    public async Task<IReadOnlyList<OutboxRow>> OpenAsync(CancellationToken cancellationToken) =>
        [.. (await store.ListOpenAsync(Space, cancellationToken)).Select(Row)];

    public async Task<IReadOnlyList<OutboxRow>> ListAsync(string topic, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(Space, topic, cancellationToken)).Select(Row)];

    public async Task<OutboxRow?> FindAsync(string name, CancellationToken cancellationToken) =>
        await store.FindAsync(Space, name, cancellationToken) is { } document ? Row(document) : null;

    public async Task<OutboxRow?> FindByMessageAsync(Snowflake message, CancellationToken cancellationToken) =>
        await store.FindAsync(Messages, message.ToString(), cancellationToken) is { } document ? await FindAsync(document.Body, cancellationToken) : null;

    /// <param name="others">Kept in the same transaction.</param>
    public Task PutAsync(string topic, IReadOnlyList<OutboxPut> puts, IReadOnlyList<ChannelChange> others, CancellationToken cancellationToken) =>
        puts.Count + others.Count == 0 ? Task.CompletedTask : store.ChangeAsync([.. puts.Select(put => Change(topic, put.Name, put.Change)), .. others], cancellationToken);

    /// <summary>Records how far an entry has come; with a message, also that this one is it.</summary>
    public async Task<OutboxRow> RecordAsync(OutboxRow row, Func<OutboxEntry, OutboxEntry> step, CancellationToken cancellationToken, Snowflake? message = null)
    {
        List<ChannelChange> changes = [Change(row.Topic, row.Name, known => step(known ?? row.Entry))];
        if (message is { } id) changes.Add(new ChannelChange(Messages, row.Topic, id.ToString(), time.GetUtcNow(), _ => new ChannelEntry(row.Name, IsOpen: false)));
        var written = await store.ChangeAsync(changes, cancellationToken);
        return Row(written[0]!);
    }

    /// <summary>Different for every message that is meant to be another, the same for every attempt to send one. At most 25 characters.</summary>
    public async Task<string> NonceAsync(OutboxRow row, CancellationToken cancellationToken)
    {
        _mark ??= (await store.ChangeAsync([new ChannelChange(OwnMark, "", "mark", time.GetUtcNow(), known => known is null ? new ChannelEntry(RandomNumberGenerator.GetHexString(6, lowercase: true), IsOpen: false) : null)], cancellationToken))[0]!.Body;
        return string.Create(CultureInfo.InvariantCulture, $"{_mark}-{row.Number:x}-{row.Entry.Generation:x}");
    }

    /// <summary>Forgets what was said, and which messages that were, before a moment.</summary>
    public async Task CleanAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await store.RemoveAsync(Space, before, cancellationToken);
        await store.RemoveAsync(Messages, before, cancellationToken);
    }

    private ChannelChange Change(string topic, string name, Func<OutboxEntry?, OutboxEntry?> change) => new(
        Space,
        topic,
        name,
        time.GetUtcNow(),
        document =>
        {
            var known = document is null ? null : OutboxJson.Read<OutboxEntry>(document);
            return change(known) is { } entry && !ReferenceEquals(entry, known) ? new ChannelEntry(OutboxJson.Write(entry), entry.IsOpen) : null;
        });

    private static OutboxRow Row(ChannelDocument document) => new(document.Number, document.Topic, document.Name, OutboxJson.Read<OutboxEntry>(document));
}
