using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nightshift.Chat.Discord.Commands;
using Nightshift.Chat.Discord.Interactions;
using Nightshift.Chat.Discord.People;
using Nightshift.Chat.Discord.Runs;

namespace Nightshift.Chat.Discord;

/// <summary>The team's channel: connects, and hands on what Discord tells. Whatever becomes of it, runs and the page go on.</summary>
internal sealed class DiscordChannel(
    IDiscord discord, InteractionDesk interactions, ReactionLine reactions, CommandRegistrar registrar, Escalation escalation, Presence presence,
    IRunMessages messages, TimeProvider time, ILogger<DiscordChannel> logger) : BackgroundService, IDiscordEvents
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);
    private readonly InOrder _work = new();
    private readonly SemaphoreSlim _newSession = new(0);
    private readonly CancellationTokenSource _stopping = new();

    public void Interacted(DiscordInteraction interaction)
    {
        var received = time.GetTimestamp();
        _work.Start($"interaction {interaction.Id} {received}", () => interactions.HandleAsync(interaction, received, _stopping.Token));
    }

    public void Reacted(DiscordReaction reaction) => reactions.Add(reaction, _stopping.Token);

    public void Cleared(Snowflake channel, Snowflake message) => _ = reactions.ReadAsync(channel, message, _stopping.Token);

    public void Connected(bool isNewSession)
    {
        if (isNewSession) _newSession.Release();
        messages.Connected();
    }

    public void Disconnected(string reason)
    {
        logger.ChannelAway(reason);
        messages.Disconnected(reason);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _stopping.CancelAsync();
        await Task.WhenAll(_work.IdleAsync(), reactions.IdleAsync()).WaitAsync(Farewell, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override void Dispose()
    {
        _stopping.Dispose();
        _newSession.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        messages.Recovered += _ => _newSession.Release();
        var showing = messages.RunAsync(stoppingToken);
        try
        {
            var self = await discord.ConnectAsync(this, stoppingToken);
            reactions.Begin(self.User.Id);
            logger.ChannelStands(self.User.Name);
        }
        catch (DiscordRefusedException refusal)
        {
            // What is to be said is still written down, for a start with another token.
            logger.ChannelRefused(refusal);
            await showing;
            return;
        }

        await Task.WhenAll(showing, registrar.RunAsync(stoppingToken), CatchUpAsync(stoppingToken), escalation.RunAsync(stoppingToken), presence.RunAsync(stoppingToken));
    }

    private async Task CatchUpAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _newSession.WaitAsync(stoppingToken);
            try
            {
                await reactions.ReadAllAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                logger.WaitingNotKnown(failure);
                await Task.Delay(AfterFailure, time, stoppingToken);
                _newSession.Release();
            }
        }
    }
}
