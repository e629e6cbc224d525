namespace Nightshift.Chat.Discord.Outbox;

internal sealed partial class OutboxSender
{
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
            await RefusedAsync(row, place, budget, refusal, stoppingToken);
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

    /// <param name="head">Without what it says: that is read now.</param>
    private async Task NextAsync(OutboxRow head, Snowflake place, PlaceBudget budget, CancellationToken stoppingToken)
    {
        if (await store.FindAsync(head.Name, stoppingToken) is not { Entry.IsOpen: true } row) return;
        var entry = row.Entry;
        if (entry.Message is not { } message) await (entry.Kind == OutboxKind.Thread ? StartAsync(row, place, stoppingToken) : SendAsync(row, place, budget, stoppingToken));
        else if (entry.ReactionsDone < entry.Reactions.Count) await ReactAsync(row, place, message, stoppingToken);
        else await EditAsync(row, place, message, budget, stoppingToken);
    }

    private async Task SendAsync(OutboxRow row, Snowflake place, PlaceBudget budget, CancellationToken stoppingToken)
    {
        var wasTried = row.Entry.AttemptedAt is not null;
        var nonce = await store.NonceAsync(row, stoppingToken);
        budget.Spend(isEdit: false, time.GetUtcNow(), options);
        var message = await FindSentAsync(row.Entry, place, nonce, stoppingToken);
        Func<OutboxEntry, OutboxEntry> step = entry => entry;
        if (message is null)
        {
            var isObsolete = row.Entry.IsObsolete;
            row = await store.RecordAsync(row, entry => isObsolete ? entry.End("nobody needs it any more") : entry.Attempt(time.GetUtcNow()), stoppingToken);
            if (row.Entry.Ended is not null || row.Entry.IsObsolete) return; // what became obsolete just now is looked for first
            (message, step) = await SayAsync(row, nonce, content => discord.SendAsync(place, content with { Nonce = nonce }, stoppingToken));
        }

        budget.Spend(isEdit: false, time.GetUtcNow(), options);
        row = await store.RecordAsync(row, entry => step(entry).Sent(message.Value, time.GetUtcNow()), stoppingToken, message);
        listener.Stands(row, isRecovered: wasTried);
    }

    /// <summary>
    /// What an earlier attempt may have left, where Discord has forgotten the nonce or nothing is to be sent any more. Every attempt but the first ones was made after such
    /// a search: it is enough to look around the last.
    /// </summary>
    private async Task<Snowflake?> FindSentAsync(OutboxEntry entry, Snowflake place, string nonce, CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow();
        if (entry.AttemptedAt is not { } first || discord is not IDiscordHistory history || !(entry.IsObsolete || now - first > options.NonceIsKnown)) return null;
        var (from, to) = entry.TriedAt is { } last ? (last, last) : (first, now);
        return await history.FindOwnAsync(place, from - options.SearchMargin, to + options.SearchMargin, MessageMark.Of(nonce), stoppingToken);
    }

    private async Task StartAsync(OutboxRow row, Snowflake place, CancellationToken stoppingToken)
    {
        if (await store.FindAsync(row.Entry.Needs!, stoppingToken) is not { Entry.Message: { } under }) return;
        row = await store.RecordAsync(row, entry => entry.Attempt(time.GetUtcNow()), stoppingToken);
        if (row.Entry.Ended is not null) return;
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
        var (_, step) = await SayAsync(row, nonce, async content =>
        {
            await discord.EditAsync(place, message, content, stoppingToken);
            return true;
        });
        budget.Spend(isEdit: true, time.GetUtcNow(), options);
        await store.RecordAsync(row, entry => step(entry).Edited(row.Entry.Version, time.GetUtcNow()), stoppingToken);
    }
}
