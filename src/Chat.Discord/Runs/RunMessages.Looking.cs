using Nightshift.Chat.Discord.Outbox;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>Messages on which people are asked, and which somebody deleted: they are shown again while they matter.</summary>
internal sealed partial class RunMessages
{
    public async Task GoneAsync(Snowflake channel, Snowflake message, CancellationToken cancellationToken)
    {
        if (await _outbox.FindByMessageAsync(message, cancellationToken) is not { } row || row.Entry.Message != message || row.Entry.Place != channel) return;
        _logger.Deleted(row.Name);
        await _outbox.RecordAsync(row, entry => entry.Message == message ? entry.Gone() : entry, cancellationToken);
        _sender.Wake();
    }

    private async Task LookForDeletedAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(_options.BetweenLooks, _time, stoppingToken);
            try
            {
                if (_away.Since is null)
                    foreach (var row in await AskingAsync(stoppingToken)) await LookAsync(row.Entry.Place!.Value, row.Entry.Message!.Value, stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                _logger.LookFailed(failure);
            }
        }
    }

    /// <summary>Reading its reactions tells whether it stands, and changes nothing.</summary>
    private async Task LookAsync(Snowflake channel, Snowflake message, CancellationToken stoppingToken)
    {
        try
        {
            await _discord.GetReactionsAsync(channel, message, PlanMessage.Yes, stoppingToken);
        }
        catch (DiscordRefusedException refusal) when (refusal.Code == RefusalCodes.UnknownMessage)
        {
            await GoneAsync(channel, message, stoppingToken);
        }
        catch (Exception failure) when (failure is DiscordRefusedException or DiscordUnreachableException)
        {
            _logger.StandsUnknown(message, failure);
        }
    }

    /// <summary>What stands and can still be answered.</summary>
    private async Task<IReadOnlyList<OutboxRow>> AskingAsync(CancellationToken cancellationToken)
    {
        var asking = new List<OutboxRow>();
        foreach (var run in await _records.OpenAsync(cancellationToken))
        {
            var rows = await _outbox.ListAsync(RunNames.Topic(run), cancellationToken);
            asking.AddRange(rows.Where(row => row.Entry is { Ended: null, Rank: OutboxRank.People, Message: not null, Place: not null } && !RunButtons.IsDisabled(row.Entry.Wanted)));
        }

        return asking;
    }
}
