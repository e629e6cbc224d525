using Nightshift.Chat.Discord.Outbox;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Runs;

internal sealed partial class RunBoard
{
    private const int LongestDetail = 3500;
    private const int LongestThreadName = 100;

    /// <summary>One line of messages, of which the last is edited. Another is begun when the last grows old, or when the run is shown elsewhere from now on.</summary>
    private void Progress()
    {
        var thread = _entries.GetValueOrDefault(RunNames.Thread(_id))?.Message;
        var wanted = ProgressMessage.Of(run, now, LinkToPlan(), thread, _texts);
        var number = Math.Max(1, _record.Progress);
        if (_entries.GetValueOrDefault(RunNames.Progress(_id, number)) is { } last && !OutboxJson.AreSame(last.Wanted, wanted) && IsToRoll(last)) number++;
        _record = _record with { Progress = number };
        Want(RunNames.Progress(_id, number), Message(OutboxRank.Progress, wanted));
        for (var before = 1; before < number; before++) Pointer(before);
    }

    /// <summary>What has ended is told where it stands, however old that is: one edit of an old message is free.</summary>
    private bool IsToRoll(OutboxEntry last) =>
        last.Place != _record.Channel || (!run.Summary.State.IsFinal() && last.SentAt is { } sent && now - sent >= options.RollAfter);

    /// <summary>From a message that is edited no more to the next one, once that stands.</summary>
    private void Pointer(int number)
    {
        var name = RunNames.Progress(_id, number);
        if (_entries.GetValueOrDefault(name) is not { Ended: null } entry) return;
        if (entry.IsUntried) _puts.Add(new OutboxPut(name, known => known is { IsUntried: true } ? known.End("the run goes on elsewhere") : null));
        if (entry.IsUntried || LinkTo(RunNames.Progress(_id, number + 1)) is not { } link) return;
        var wanted = ProgressMessage.GoesOn(_id, link, _texts);
        if (!entry.IsObsolete || !OutboxJson.AreSame(entry.Wanted, wanted)) _puts.Add(new OutboxPut(name, known => known?.Close(wanted)));
    }

    /// <summary>What happened step by step, in the thread: as many steps in one message as fit and were not sent yet.</summary>
    private void Details()
    {
        var details = StepDetail.Of(run, shown.Told, _texts).ToList();
        if (details.Count == 0) return;
        _puts.Add(OutboxPut.Once(RunNames.Thread(_id), new OutboxEntry(
            OutboxKind.Thread, OutboxRank.Details, null, null, new DiscordMessage(Escaping.Plain($"{_texts.Run(_id)} {run.Summary.Command}", LongestThreadName))) { Needs = RunNames.Progress(_id, 1) }));
        var sheet = _entries.GetValueOrDefault(RunNames.Detail(_id, _record.Details)) is { IsUntried: true, Wanted: { Files.Count: 0 } open } ? open.Embeds[0].Description : null;
        foreach (var detail in details)
        {
            var text = string.Join('\n', detail.Lines);
            if (sheet is null || detail.Log is not null || sheet.Length + text.Length > LongestDetail) (sheet, _record) = (text, _record with { Details = _record.Details + 1 });
            else sheet = $"{sheet}\n{text}";
            Put(sheet, detail.Log);
            if (detail.Log is not null) sheet = null;
        }

        _told.AddRange(details.Select(detail => detail.Key));
    }

    /// <summary>Nothing when that is wanted already.</summary>
    private void Want(string name, OutboxEntry wanted)
    {
        if (_entries.GetValueOrDefault(name) is not { } known || !OutboxJson.AreSame(known.Wanted, wanted.Wanted)) _puts.Add(OutboxPut.Wanting(name, wanted));
    }

    private void Put(string text, DiscordFile? log)
    {
        var name = RunNames.Detail(_id, _record.Details);
        var message = new DiscordMessage("") { Embeds = [new DiscordEmbed("", text, [], null, _texts.Run(_id))], Files = log is null ? [] : [log] };
        _puts.RemoveAll(put => put.Name == name);
        _puts.Add(OutboxPut.Wanting(name, new OutboxEntry(OutboxKind.Message, OutboxRank.Details, null, RunNames.Thread(_id), message) { PlanHash = run.AskedHash() }) with { Topic = RunNames.DetailsTopic(_id) });
    }
}
