namespace Nightshift.Chat.Discord.Outbox;

internal sealed partial class OutboxSender
{
    /// <summary>Says it as it is wanted; where Discord refuses what is in it, less of it.</summary>
    /// <returns>Also what the entry becomes by that.</returns>
    private async Task<(T Answer, Func<OutboxEntry, OutboxEntry> Step)> SayAsync<T>(OutboxRow row, string nonce, Func<DiscordMessage, Task<T>> say)
    {
        Func<OutboxEntry, OutboxEntry> step = entry => entry;
        for (var entry = row.Entry; ;)
        {
            try
            {
                return (await say(MessageMark.On(entry.Wanted, nonce)), step);
            }
            catch (DiscordRefusedException refusal) when (OutboxFallback.Of(entry, refusal, texts) is { } less)
            {
                logger.EntryRefused(row.Name, refusal.Status, refusal.Code, refusal.Message);
                var before = step;
                (entry, step) = (less(entry), known => less(before(known)));
            }
        }
    }

    private async Task RefusedAsync(OutboxRow head, Snowflake place, PlaceBudget budget, DiscordRefusedException refusal, CancellationToken stoppingToken)
    {
        var entry = head.Entry;
        if (entry.IsSent && entry.ReactionsDone < entry.Reactions.Count && refusal.Code is not RefusalCodes.UnknownMessage)
        {
            logger.ReactionRefused(head.Name, refusal.Message);
            await store.RecordAsync(head, known => known with { ReactionsDone = known.Reactions.Count }, stoppingToken);
            return;
        }

        logger.EntryRefused(head.Name, refusal.Status, refusal.Code, refusal.Message);
        var later = time.GetUtcNow() + options.AfterRefusal;
        var verdict = RefusalVerdict.Of(entry, place, refusal, later);
        if (verdict.Place == PlaceVerdict.Closed) budget.Close(later);
        else if (verdict.Place == PlaceVerdict.Suspect) budget.Refuse(head.Name, later);
        if (verdict.OfNeeded is { } step && await store.FindAsync((entry.PlaceOf ?? entry.Needs)!, stoppingToken) is { } needed) await store.RecordAsync(needed, step, stoppingToken);
        await store.RecordAsync(head, verdict.Step, stoppingToken);
    }
}
