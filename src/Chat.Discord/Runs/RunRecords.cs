using System.Globalization;
using Nightshift.Chat.Discord.Interactions;
using Nightshift.Chat.Discord.Outbox;
using Nightshift.Runs;
using Nightshift.Runs.Store;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>The records of runs in the store; open are those about which something may still be said.</summary>
internal sealed class RunRecords(IChannelDocuments store, TimeProvider time)
{
    public const string Space = "discord-runs";
    private const string Seen = "discord-seen";

    public async Task<RunRecord?> FindAsync(RunId run, CancellationToken cancellationToken) =>
        await store.FindAsync(Space, RunNames.Topic(run), cancellationToken) is { } document ? OutboxJson.Read<RunRecord>(document) : null;

    public async Task<IReadOnlyList<RunId>> OpenAsync(CancellationToken cancellationToken) =>
        [.. (await store.ListOpenAsync(Space, cancellationToken)).Select(document => RunNames.RunOf(document.Name))];

    public Task ShowAsync(RunId run, Snowflake channel, CancellationToken cancellationToken) =>
        store.ChangeAsync([Change(run, known => known is null ? new RunRecord(channel) : known with { Channel = channel, IsDone = false })], cancellationToken);

    /// <summary>For an absence of Discord that began then; null when it is over.</summary>
    public Task HeldAsync(RunId run, DateTimeOffset? absence, CancellationToken cancellationToken) =>
        store.ChangeAsync([Change(run, known => known is null ? null : known with { HeldFor = absence })], cancellationToken);

    /// <summary>What the board decided; where the run is shown, and whether it is held, is somebody else's to say.</summary>
    public ChannelChange Change(RunId run, RunRecord wanted) => Change(run, known => known is null ? wanted : wanted with { Channel = known.Channel, HeldFor = known.HeldFor });

    /// <summary>The newest run that was looked at; null before the first start.</summary>
    public async Task<RunId?> SeenAsync(CancellationToken cancellationToken) =>
        await store.FindAsync(Seen, "seen", cancellationToken) is { } document ? Number(document) : null;

    public Task SeeAsync(RunId run, CancellationToken cancellationToken) => store.ChangeAsync(
        [new ChannelChange(Seen, "", "seen", time.GetUtcNow(), known => known is not null && Number(known).Value >= run.Value ? null : new ChannelEntry(run.ToString(), IsOpen: false))],
        cancellationToken);

    /// <summary>Where a run is shown that nobody has shown yet; null for nowhere.</summary>
    public static Snowflake? ChannelOf(RunRequest request, Snowflake? otherwise) => ChannelName.TryParse(request.Channel, out var channel) ? channel : otherwise;

    /// <summary>0 where there was no run yet.</summary>
    private static RunId Number(ChannelDocument document) => new(long.Parse(document.Body, NumberStyles.None, CultureInfo.InvariantCulture));

    private ChannelChange Change(RunId run, Func<RunRecord?, RunRecord?> change) => new(
        Space,
        RunNames.Topic(run),
        RunNames.Topic(run),
        time.GetUtcNow(),
        document =>
        {
            if (change(document is null ? null : OutboxJson.Read<RunRecord>(document)) is not { } record) return null;
            var entry = new ChannelEntry(OutboxJson.Write(record), !record.IsDone);
            return document is not null && (document.Body, document.IsOpen) == (entry.Body, entry.IsOpen) ? null : entry;
        });
}
