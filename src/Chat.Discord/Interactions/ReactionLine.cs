using Microsoft.Extensions.Logging;
using Nightshift.Chat.Discord.Runs;

namespace Nightshift.Chat.Discord.Interactions;

/// <summary>
/// Reactions in one line for each message, whether Discord tells of them or they are read from the message: a ✅ that is set and taken off again was taken off.
/// What is told about them is in another line, so that it holds nobody up.
/// </summary>
internal sealed class ReactionLine(IDiscord discord, ReactionDesk desk, MissedReactions missed, IRunMessages messages, TimeProvider time, ILogger<ReactionLine> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private readonly InOrder _work = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<Snowflake, (int Times, bool IsWaiting)> _again = [];
    private readonly TaskCompletionSource<Snowflake> _self = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="self">The bot's own account; what comes before waits for this.</param>
    public void Begin(Snowflake self) => _self.TrySetResult(self);

    public void Add(DiscordReaction reaction, CancellationToken stoppingToken) => _work.Add(Key(reaction.Message), async () =>
    {
        var outcome = await desk.HandleAsync(reaction, await _self.Task.WaitAsync(stoppingToken), stoppingToken);
        Tell(reaction, outcome.Note, stoppingToken);
        if (outcome.IsOpen) ReadLater(reaction.Channel, reaction.Message, stoppingToken);
    });

    /// <summary>Reads a message again, in its place among what is told of it. Completes when that was done, or is to be tried later.</summary>
    public Task ReadAsync(Snowflake channel, Snowflake message, CancellationToken stoppingToken) =>
        _work.Add(Key(message), () => DealAsync(channel, message, stoppingToken));

    /// <summary>After each new session: what was pressed meanwhile goes the way of everything that is pressed.</summary>
    public async Task ReadAllAsync(CancellationToken stoppingToken)
    {
        foreach (var on in await messages.WaitingAsync(stoppingToken)) await ReadAsync(on.Channel, on.Message, stoppingToken);
    }

    /// <summary>Ends when everything has that was added so far.</summary>
    public Task IdleAsync() => _work.IdleAsync();

    private static string Key(Snowflake message) => $"message {message}";

    private async Task DealAsync(Snowflake channel, Snowflake message, CancellationToken stoppingToken)
    {
        var isOpen = false;
        try
        {
            if (await messages.FindAsync(channel, message, stoppingToken) is { AsksConsent: true } on)
            {
                foreach (var reaction in await ReadAsync(on, stoppingToken)) isOpen |= await DealAsync(reaction, stoppingToken);
            }
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            logger.CatchUpFailed(message, failure);
            isOpen = true;
        }

        if (isOpen) ReadLater(channel, message, stoppingToken);
        else lock (_gate) _again.Remove(message);
    }

    private async Task<IReadOnlyList<DiscordReaction>> ReadAsync(RunOnMessage on, CancellationToken stoppingToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stoppingToken);
        return await missed.OfAsync(on, either.Token);
    }

    /// <summary>What is tried again is not told again each time.</summary>
    private async Task<bool> DealAsync(DiscordReaction reaction, CancellationToken stoppingToken)
    {
        var outcome = await desk.HandleAsync(reaction, await _self.Task.WaitAsync(stoppingToken), stoppingToken);
        if (!outcome.IsOpen) Tell(reaction, outcome.Note, stoppingToken);
        return outcome.IsOpen;
    }

    /// <summary>After a pause that grows from time to time; once for each message.</summary>
    private void ReadLater(Snowflake channel, Snowflake message, CancellationToken stoppingToken)
    {
        TimeSpan pause;
        lock (_gate)
        {
            var (times, isWaiting) = _again.GetValueOrDefault(message);
            if (isWaiting) return;
            pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, ShortestPause.Ticks << Math.Min(times, 10)));
            _again[message] = (times + 1, true);
        }

        _work.Start($"again {message}", async () =>
        {
            await Task.Delay(pause, time, stoppingToken);
            lock (_gate) _again[message] = (_again.GetValueOrDefault(message).Times, false);
            await ReadAsync(channel, message, stoppingToken);
        });
    }

    private void Tell(DiscordReaction reaction, DiscordMessage? note, CancellationToken stoppingToken)
    {
        if (note is not null) _work.Add($"notes {reaction.Channel}", () => TellAsync(reaction, note, stoppingToken));
    }

    private async Task TellAsync(DiscordReaction reaction, DiscordMessage note, CancellationToken stoppingToken)
    {
        try
        {
            await discord.SendAsync(reaction.Channel, note, stoppingToken);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            logger.NoteNotTold(reaction.User, reaction.Message, failure);
        }
    }
}
