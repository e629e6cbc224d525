namespace Nightshift.Chat.Discord.Outbox;

internal sealed partial class OutboxSender
{
    private const int UnknownMessage = 10008;
    private const int TooOldToEditOften = 30046;

    private async Task DoAsync(OutboxRow row, Snowflake place, PlaceBudget budget, CancellationToken stoppingToken)
    {
        try
        {
            await NextAsync(row, place, budget, stoppingToken);
            budget.Succeed();
            if (_isFailing) listener.Reachable();
            _isFailing = false;
        }
        catch (DiscordUnreachableException failure)
        {
            budget.Fail(time.GetUtcNow(), options);
            if (!_isFailing) logger.Unreachable(row.Name, failure.Message);
            _isFailing = true;
            listener.Unreachable();
        }
        catch (DiscordRefusedException refusal)
        {
            await RefusedAsync(row, budget, refusal, stoppingToken);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            logger.EntryFailed(row.Name, failure);
            budget.Fail(time.GetUtcNow(), options);
        }
        finally
        {
            Wake();
        }
    }

    private async Task NextAsync(OutboxRow row, Snowflake place, PlaceBudget budget, CancellationToken stoppingToken)
    {
        var entry = row.Entry;
        if (entry.Message is not { } message) await (entry.Kind == OutboxKind.Thread ? StartAsync(row, place, stoppingToken) : SendAsync(row, place, budget, stoppingToken));
        else if (entry.ReactionsDone < entry.Reactions.Count) await ReactAsync(row, place, message, stoppingToken);
        else await EditAsync(row, place, message, budget, stoppingToken);
    }

    private async Task SendAsync(OutboxRow row, Snowflake place, PlaceBudget budget, CancellationToken stoppingToken)
    {
        var before = row.Entry.AttemptedAt;
        if (before is null) row = await store.RecordAsync(row, entry => entry.Attempt(time.GetUtcNow()), stoppingToken);
        var nonce = await store.NonceAsync(row, stoppingToken);
        var isOld = before is { } tried && time.GetUtcNow() - tried > options.NonceIsKnown;
        budget.Spend(isEdit: false, time.GetUtcNow(), options);
        Snowflake? message = null;
        if ((isOld || row.Entry.IsObsolete) && discord is IDiscordHistory history)
        {
            message = await history.FindOwnAsync(place, row.Entry.AttemptedAt!.Value - OneMinute, MessageMark.Of(nonce), stoppingToken);
            if (message is null && row.Entry.IsObsolete)
            {
                await store.RecordAsync(row, entry => entry.End("nobody needs it any more"), stoppingToken);
                return;
            }
        }

        message ??= await discord.SendAsync(place, MessageMark.On(row.Entry.Wanted, nonce) with { Nonce = nonce }, stoppingToken);
        budget.Spend(isEdit: false, time.GetUtcNow(), options);
        row = await store.RecordAsync(row, entry => entry.Sent(message.Value, time.GetUtcNow()), stoppingToken, message);
        listener.Stands(row, isRecovered: before is not null);
    }

    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);

    private async Task StartAsync(OutboxRow row, Snowflake place, CancellationToken stoppingToken)
    {
        var under = Find(row.Entry.Needs!)!.Message!.Value;
        row = await store.RecordAsync(row, entry => entry.Attempt(time.GetUtcNow()), stoppingToken);
        var thread = await discord.StartThreadAsync(place, under, row.Entry.Wanted.Content, stoppingToken);
        row = await store.RecordAsync(row, entry => entry.Sent(thread, time.GetUtcNow()), stoppingToken);
        listener.Stands(row, isRecovered: false);
    }

    private async Task ReactAsync(OutboxRow row, Snowflake place, Snowflake message, CancellationToken stoppingToken)
    {
        await discord.AddReactionAsync(place, message, row.Entry.Reactions[row.Entry.ReactionsDone], stoppingToken);
        await store.RecordAsync(row, entry => entry with { ReactionsDone = row.Entry.ReactionsDone + 1 }, stoppingToken);
    }

    private async Task EditAsync(OutboxRow row, Snowflake place, Snowflake message, PlaceBudget budget, CancellationToken stoppingToken)
    {
        budget.Spend(isEdit: true, time.GetUtcNow(), options);
        var nonce = await store.NonceAsync(row, stoppingToken);
        await discord.EditAsync(place, message, MessageMark.On(row.Entry.Wanted, nonce), stoppingToken);
        budget.Spend(isEdit: true, time.GetUtcNow(), options);
        await store.RecordAsync(row, entry => entry.Edited(row.Entry.Version, time.GetUtcNow()), stoppingToken);
    }

    /// <summary>What Discord refuses is tried again only where somebody can change that: rights, and a channel that is not there.</summary>
    private async Task RefusedAsync(OutboxRow row, PlaceBudget budget, DiscordRefusedException refusal, CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow();
        var entry = row.Entry;
        if (entry.IsSent && entry.ReactionsDone < entry.Reactions.Count && refusal.Code is not UnknownMessage)
        {
            logger.ReactionRefused(row.Name, refusal.Message);
            await store.RecordAsync(row, known => known with { ReactionsDone = known.Reactions.Count }, stoppingToken);
            return;
        }

        Func<OutboxEntry, OutboxEntry>? step = refusal switch
        {
            { Code: UnknownMessage } when entry.IsSent && entry.Rank < OutboxRank.Details => known => known.Again(),
            { Code: TooOldToEditOften } => known => known with { NotBefore = now + options.AfterRefusal },
            { Status: 401 or 403 or 404 or 429 } when entry.Kind == OutboxKind.Message && entry.Rank < OutboxRank.Details && refusal.Code != UnknownMessage => null,
            _ => known => known.End(refusal.Message),
        };
        logger.EntryRefused(row.Name, refusal.Status, refusal.Code, refusal.Message);
        if (step is null) budget.Close(now + options.AfterRefusal);
        else await store.RecordAsync(row, step, stoppingToken);
    }
}
