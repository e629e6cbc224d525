using Nightshift.Chat.Discord.Outbox;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>What the channel is to show of one run now: from the run, and from what stands there already. Pure.</summary>
/// <param name="entries">The run's, by name.</param>
/// <param name="history">Asked for once, when it has ended.</param>
internal sealed partial class RunBoard(
    RunView run, RunRecord record, IReadOnlyDictionary<string, OutboxEntry> entries, RunHistory? history, DateTimeOffset now, RunBoardOptions options)
{
    private readonly List<OutboxPut> _puts = [];
    private readonly RunId _id = run.Summary.Id;
    private readonly RunTexts _texts = RunTexts.Of(options.Language);
    private RunRecord _record = record;

    public static (IReadOnlyList<OutboxPut> Puts, RunRecord Record) Of(
        RunView run, RunRecord record, IReadOnlyDictionary<string, OutboxEntry> entries, RunHistory? history, DateTimeOffset now, RunBoardOptions options)
    {
        var board = new RunBoard(run, record, entries, history, now, options);
        board.Plans();
        board.Progress();
        board.Asks();
        board.Details();
        board.Report();
        return (board._puts, board._record);
    }

    /// <summary>One message for each plan that is asked about. Those that can no longer be answered lose their buttons, or are never sent.</summary>
    private void Plans()
    {
        var asked = run.AskedHash();
        var name = RunNames.Plan(_id, asked);
        foreach (var (other, entry) in entries.Where(one => one.Key.StartsWith(RunNames.Plans(_id), StringComparison.Ordinal)))
            if (IsOver(other != name, entry)) Close(other, entry, RunButtons.Disabled);
        var asks = run.Summary.State == RunState.AwaitingApproval || (run.Summary.State == RunState.Paused && run.ConfirmHash is not null);
        var isTold = run.ApproversNeeded == 0 && run.ConfirmHash is null && !run.Summary.State.IsFinal() && !entries.Keys.Any(key => key.StartsWith(RunNames.Plans(_id), StringComparison.Ordinal));
        if ((!asks && !isTold) || entries.ContainsKey(name)) return;
        var message = Message(asks ? OutboxRank.People : OutboxRank.Progress, PlanMessage.Of(run, run.AsksAboutChange() ? Changes() : run.Drift, _texts));
        _puts.Add(OutboxPut.Once(name, asks ? message with { Reactions = [PlanMessage.Yes, PlanMessage.No] } : message));
    }

    /// <summary>A plan that nobody was asked about is of interest as long as the run is not over.</summary>
    private bool IsOver(bool isAnother, OutboxEntry plan) =>
        plan.Reactions.Count == 0 ? run.Summary.State.IsFinal() : isAnother || RunButtons.Consents(run).Count == 0;

    /// <summary>Failed steps and questions; each with what became of it once it is decided.</summary>
    private void Asks()
    {
        var asking = run.Steps.Where(AskMessage.IsAsking).ToDictionary(step => RunNames.Ask(_id, step));
        foreach (var (name, step) in asking) Want(name, Message(OutboxRank.People, AskMessage.Of(run, step, _texts)));
        foreach (var (name, entry) in entries.Where(one => one.Key.StartsWith(RunNames.Asks(_id), StringComparison.Ordinal) && !asking.ContainsKey(one.Key)))
        {
            if (RunButtons.IsDisabled(entry.Wanted)) continue;
            var step = run.Steps.FirstOrDefault(step => name.StartsWith(RunNames.AsksOf(_id, step), StringComparison.Ordinal));
            Close(name, entry, asked => AskMessage.Decided(asked, step, _texts));
        }
    }

    private void Report()
    {
        if (!run.Summary.State.IsFinal()) return;
        var name = RunNames.Report(_id);
        if (!entries.ContainsKey(name))
            _puts.Add(OutboxPut.Once(name, Message(OutboxRank.People, ReportMessage.Of(run, history?.Times, _texts)) with { Needs = RunNames.Progress(_id, Math.Max(1, _record.Progress)) }));
        else if (_puts.Count == 0 && entries.Values.All(entry => !entry.IsOpen)) _record = _record with { IsDone = true };
    }

    /// <summary>Nothing more can be pressed on it; what nobody has seen is not sent any more.</summary>
    private void Close(string name, OutboxEntry entry, Func<DiscordMessage, DiscordMessage> closed)
    {
        if (entry.Ended is not null || (RunButtons.IsDisabled(entry.Wanted) && !entry.IsUntried)) return;
        _puts.Add(new OutboxPut(name, known => known switch
        {
            null => null,
            { IsUntried: true } => known.End("nobody is asked any more"),
            _ when RunButtons.IsDisabled(known.Wanted) => null,
            _ => known.Want(closed(known.Wanted)) with { IsObsolete = !known.IsSent },
        }));
    }

    /// <summary>What changed in the cluster before the node where the run stands.</summary>
    private IReadOnlyList<string> Changes() =>
        [.. run.Drifts.Where(drift => drift.Hash == run.ConfirmHash).SelectMany(drift => drift.Differences).DefaultIfEmpty(run.Summary.Reason ?? "the cluster is not as planned")];

    private OutboxEntry Message(OutboxRank rank, DiscordMessage message) => new(OutboxKind.Message, rank, _record.Channel, null, message) { PlanHash = run.AskedHash() };

    private string? LinkTo(string name) =>
        entries.GetValueOrDefault(name) is { Message: { } message, Place: { } place } ? $"https://discord.com/channels/{options.Guild}/{place}/{message}" : null;
}
