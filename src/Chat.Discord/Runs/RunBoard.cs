using Nightshift.Chat.Discord.Outbox;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>What the channel is to show of one run now: from the run, and from what stands there already. Pure.</summary>
/// <param name="shown">What stands already, or is to.</param>
/// <param name="history">Asked for once, when it has ended.</param>
internal sealed partial class RunBoard(RunView run, RunRecord record, ShownSoFar shown, RunHistory? history, DateTimeOffset now, RunBoardOptions options)
{
    private readonly IReadOnlyDictionary<string, OutboxEntry> _entries = shown.Entries;
    private readonly List<OutboxPut> _puts = [];
    private readonly List<string> _told = [];
    private readonly RunId _id = run.Summary.Id;
    private readonly RunTexts _texts = RunTexts.Of(options.Language);
    private RunRecord _record = record;

    /// <returns>Also the keys of what is told of steps by that.</returns>
    public static (IReadOnlyList<OutboxPut> Puts, RunRecord Record, IReadOnlyList<string> Told) Of(
        RunView run, RunRecord record, ShownSoFar shown, RunHistory? history, DateTimeOffset now, RunBoardOptions options)
    {
        var board = new RunBoard(run, record, shown, history, now, options);
        board.Plans();
        board.Progress();
        board.Asks();
        board.Details();
        board.Report();
        return (board._puts, board._record, board._told);
    }

    /// <summary>
    /// One message for each time that people are asked, about a plan or a change: also about one that they were asked about before, since what became of that is closed.
    /// Those that can no longer be answered lose their buttons, or are never sent.
    /// </summary>
    private void Plans()
    {
        var asks = run.Summary.State == RunState.AwaitingApproval || (run.Summary.State == RunState.Paused && run.ConfirmHash is not null);
        var known = _entries.Where(one => one.Key.StartsWith(RunNames.Plans(_id), StringComparison.Ordinal)).ToList();
        var current = known.Find(one => RunNames.IsPlan(one.Key, _id, run.AskedHash()) && IsAsking(one.Value)).Key;
        foreach (var (name, entry) in known)
            if (IsOver(name != current, entry)) Close(name, entry, RunButtons.Disabled);
        var isTold = run.ApproversNeeded == 0 && run.ConfirmHash is null && !run.Summary.State.IsFinal() && known.Count == 0;
        if (!isTold && (!asks || current is not null)) return;
        var number = Enumerable.Range(1, known.Count + 1).First(number => !_entries.ContainsKey(RunNames.Plan(_id, run.AskedHash(), number)));
        var message = Message(asks ? OutboxRank.People : OutboxRank.Progress, PlanMessage.Of(run, run.AsksAboutChange() ? Changes() : run.Drift, _texts));
        _puts.Add(OutboxPut.Once(RunNames.Plan(_id, run.AskedHash(), number), asks ? message with { Reactions = [PlanMessage.Yes, PlanMessage.No] } : message));
    }

    /// <summary>Whether people can answer on it, or are told in its place that it cannot be shown.</summary>
    private static bool IsAsking(OutboxEntry plan) =>
        !plan.IsObsolete && (plan.Refused is not null || (plan.Ended is null && plan.Reactions.Count > 0 && !RunButtons.IsDisabled(plan.Wanted)));

    /// <summary>A plan that nobody was asked about is of interest as long as the run is not over.</summary>
    private bool IsOver(bool isAnother, OutboxEntry plan) =>
        plan is { Reactions.Count: 0, Refused: null } ? run.Summary.State.IsFinal() : isAnother || RunButtons.Consents(run).Count == 0;

    /// <summary>Failed steps and questions; each with what became of it once it is decided.</summary>
    private void Asks()
    {
        var asking = run.Steps.Where(AskMessage.IsAsking).ToDictionary(step => RunNames.Ask(_id, step));
        foreach (var (name, step) in asking) Want(name, Message(OutboxRank.People, AskMessage.Of(run, step, _texts)));
        foreach (var (name, entry) in _entries.Where(one => one.Key.StartsWith(RunNames.Asks(_id), StringComparison.Ordinal) && !asking.ContainsKey(one.Key)))
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
        if (!_entries.ContainsKey(name))
            _puts.Add(OutboxPut.Once(name, Message(OutboxRank.People, ReportMessage.Of(run, history?.Times, _texts)) with { Needs = RunNames.Progress(_id, Math.Max(1, _record.Progress)) }));
        else if (_puts.Count == 0 && !shown.HasOpenDetails && _entries.Values.All(entry => !entry.IsOpen)) _record = _record with { IsDone = true };
    }

    /// <summary>Nothing more can be pressed on it; what nobody has seen is not sent any more.</summary>
    private void Close(string name, OutboxEntry entry, Func<DiscordMessage, DiscordMessage> closed)
    {
        if (entry.Ended is not null || entry.IsObsolete) return;
        _puts.Add(new OutboxPut(name, known => known switch
        {
            null => null,
            { IsUntried: true } => known.End("nobody is asked any more"),
            { IsObsolete: true } => null,
            _ => known.Close(closed(known.Wanted)),
        }));
    }

    /// <summary>What changed in the cluster before the node where the run stands.</summary>
    private IReadOnlyList<string> Changes() =>
        [.. run.Drifts.Where(drift => drift.Hash == run.ConfirmHash).SelectMany(drift => drift.Differences).DefaultIfEmpty(run.Summary.Reason ?? "the cluster is not as planned")];

    private OutboxEntry Message(OutboxRank rank, DiscordMessage message) => new(OutboxKind.Message, rank, _record.Channel, null, message) { PlanHash = run.AskedHash() };

    /// <summary>To the message for what is asked about, the last one where there are several.</summary>
    private string? LinkToPlan() =>
        _entries.Where(one => RunNames.IsPlan(one.Key, _id, run.AskedHash())).OrderBy(one => one.Value.SentAt).Select(one => LinkTo(one.Key)).LastOrDefault();

    private string? LinkTo(string name) =>
        _entries.GetValueOrDefault(name) is { Message: { } message, Place: { } place } ? $"https://discord.com/channels/{options.Guild}/{place}/{message}" : null;
}
