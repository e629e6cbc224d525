using System.Globalization;
using System.Security.Cryptography;
using Nightshift.Runs.Store;

namespace Nightshift.Chat.Discord.Outbox;

/// <summary>The outbox in the store, and beside it which message is which entry. One process writes into it at a time.</summary>
internal sealed class OutboxStore(IChannelDocuments store, TimeProvider time)
{
    public const string Space = "discord-outbox";
    private const string Messages = "discord-messages";
    private const string OwnMark = "discord-mark";
    private static readonly DiscordMessage NotRead = new("");
    private readonly Lock _gate = new();
    private Task _turn = Task.CompletedTask;
    private Dictionary<string, OutboxRow>? _open;
    private string? _mark;

    /// <summary>What has still to be sent, without what it says: thousands may wait, and one of them goes at a time. Read from the store once.</summary>
    public Task<IReadOnlyList<OutboxRow>> OpenAsync(CancellationToken cancellationToken) => InTurnAsync<IReadOnlyList<OutboxRow>>(async () =>
    {
        _open ??= (await store.ListOpenAsync(Space, cancellationToken)).Select(document => Head(Row(document))).ToDictionary(row => row.Name);
        return [.. _open.Values];
    });

    public async Task<IReadOnlyList<OutboxRow>> ListAsync(string topic, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(Space, topic, cancellationToken)).Select(Row)];

    public async Task<OutboxRow?> FindAsync(string name, CancellationToken cancellationToken) =>
        await store.FindAsync(Space, name, cancellationToken) is { } document ? Row(document) : null;

    public async Task<OutboxRow?> FindByMessageAsync(Snowflake message, CancellationToken cancellationToken) =>
        await store.FindAsync(Messages, message.ToString(), cancellationToken) is { } document ? await FindAsync(document.Body, cancellationToken) : null;

    /// <param name="others">Kept in the same transaction.</param>
    public Task PutAsync(string topic, IReadOnlyList<OutboxPut> puts, IReadOnlyList<ChannelChange> others, CancellationToken cancellationToken) => puts.Count + others.Count == 0
        ? Task.CompletedTask
        : ChangeAsync([.. puts.Select(put => Change(put.Topic ?? topic, put.Name, put.Change)), .. others], cancellationToken);

    /// <summary>Records how far an entry has come; with a message, also that this one is it.</summary>
    public async Task<OutboxRow> RecordAsync(OutboxRow row, Func<OutboxEntry, OutboxEntry> step, CancellationToken cancellationToken, Snowflake? message = null)
    {
        List<ChannelChange> changes = [Change(row.Topic, row.Name, known => known is null ? null : step(known))];
        if (message is { } id) changes.Add(new ChannelChange(Messages, row.Topic, id.ToString(), time.GetUtcNow(), _ => new ChannelEntry(row.Name, IsOpen: false)));
        return await ChangeAsync(changes, cancellationToken) is [{ } written, ..] ? Row(written) : row;
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

    /// <summary>One after another, so that what is known to be open is what was written last.</summary>
    private Task<IReadOnlyList<ChannelDocument?>> ChangeAsync(IReadOnlyList<ChannelChange> changes, CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        var known = _open;
        _open = null; // until it is known what was written
        var written = await store.ChangeAsync(changes, cancellationToken);
        if (known is not null)
            foreach (var document in changes.Zip(written).Where(one => one.First.Space == Space).Select(one => one.Second).OfType<ChannelDocument>()) Note(known, document);
        _open = known;
        return written;
    });

    private async Task<T> InTurnAsync<T>(Func<Task<T>> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (_gate) (before, _turn) = (_turn, done.Task);
        await before;
        try
        {
            return await work();
        }
        finally
        {
            done.SetResult();
        }
    }

    private static void Note(Dictionary<string, OutboxRow> open, ChannelDocument document)
    {
        if (document.IsOpen) open[document.Name] = Head(Row(document));
        else open.Remove(document.Name);
    }

    private static OutboxRow Head(OutboxRow row) => row with { Entry = row.Entry with { Wanted = NotRead } };

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
