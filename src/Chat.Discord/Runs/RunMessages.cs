using Microsoft.Extensions.Logging;
using Nightshift.Chat.Discord.Outbox;
using Nightshift.Runs;
using Nightshift.Runs.Store;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>
/// The messages in which runs are shown. What is to be said is written into the outbox, and sent from there; nothing else of it is kept in memory, so that a new process
/// goes on with the same messages.
/// </summary>
internal sealed partial class RunMessages : IRunMessages, IOutboxListener
{
    private readonly IDiscord _discord;
    private readonly IRuns _runs;
    private readonly IAudit _audit;
    private readonly RunMessagesOptions _options;
    private readonly RunBoardOptions _board;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly OutboxStore _outbox;
    private readonly RunRecords _records;
    private readonly ToldSteps _told;
    private readonly OutboxSender _sender;
    private readonly IChannelDocuments _store;

    public RunMessages(IDiscord discord, IRuns runs, IAudit audit, IChannelDocuments store, RunMessagesOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        (_discord, _runs, _audit, _store, _options, _time, _logger) = (discord, runs, audit, store, options, time, loggers.CreateLogger<RunMessages>());
        _board = new RunBoardOptions(options.Guild, options.Language) { RollAfter = options.RollAfter };
        _outbox = new OutboxStore(store, time);
        _records = new RunRecords(store, time);
        _told = new ToldSteps(store, time);
        _sender = new OutboxSender(discord, _outbox, this, options.Outbox, new OutboxTexts(options.Language), time, loggers.CreateLogger<OutboxSender>());
        _away = new Absence(time);
        (_notHeld, _notDrawn) = (new Backoff(time, BetweenHolds, AfterFailures), new Backoff(time, AfterFailure, AfterFailures));
    }

    /// <summary>
    /// A plan's message, sent by a process that died before it could record that, is known again: who reacted on it meanwhile was not heard. Returns at once.
    /// </summary>
    public event Action<RunOnMessage>? Recovered;

    public async Task<RunOnMessage?> FindAsync(Snowflake channel, Snowflake message, CancellationToken cancellationToken) =>
        await _outbox.FindByMessageAsync(message, cancellationToken) is { } row && row.Entry.Message == message && row.Entry.Place == channel ? OnMessage(row) : null;

    public async Task<IReadOnlyList<RunOnMessage>> WaitingAsync(CancellationToken cancellationToken) =>
        [.. (await AskingAsync(cancellationToken)).Select(OnMessage).OfType<RunOnMessage>().Where(on => on.AsksConsent)];

    public async Task ShowAsync(RunId run, Snowflake channel, CancellationToken cancellationToken)
    {
        await _records.ShowAsync(run, channel, cancellationToken);
        Mark(run);
    }

    public void Connected()
    {
        _away.Connected();
        _sender.Open();
    }

    public void Disconnected(string reason)
    {
        _away.Disconnected();
        _sender.Close();
    }

    void IOutboxListener.Stands(OutboxRow row, bool isRecovered)
    {
        Mark(RunNames.RunOf(row.Topic));
        if (isRecovered && OnMessage(row) is { AsksConsent: true } plan) Recovered?.Invoke(plan);
    }

    void IOutboxListener.Unreachable() => _away.Unreachable();

    void IOutboxListener.Reachable() => _away.Reachable();

    private static RunOnMessage? OnMessage(OutboxRow row) => row.Entry is { Message: { } message, Place: { } place, PlanHash: { } hash }
        ? new RunOnMessage(place, message, RunNames.RunOf(row.Topic), hash, row.Entry.Reactions.Count > 0)
        : null;
}
