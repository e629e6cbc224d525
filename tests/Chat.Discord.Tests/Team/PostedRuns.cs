using System.Collections.Concurrent;
using Nightshift.Chat.Discord.Interactions;
using Nightshift.Chat.Discord.Runs;
using Nightshift.Chat.Service;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Tests.Team;

/// <summary>The messages of runs as these tests need them: one per plan, with buttons, kept over a restart of the bot.</summary>
internal sealed class PostedRuns(Func<IDiscord> discord, Func<IRuns> runs) : IRunMessages
{
    public ConcurrentDictionary<Snowflake, RunOnMessage> Posted { get; } = new();

    public Task<RunOnMessage?> FindAsync(Snowflake channel, Snowflake message, CancellationToken cancellationToken) =>
        Task.FromResult(Posted.TryGetValue(message, out var on) && on.Channel == channel ? on : null);

    public async Task<IReadOnlyList<RunOnMessage>> WaitingAsync(CancellationToken cancellationToken)
    {
        var waiting = new List<RunOnMessage>();
        foreach (var on in Posted.Values)
            if (await runs().FindAsync(on.Run, cancellationToken) is { Summary.State: RunState.AwaitingApproval }) waiting.Add(on);
        return waiting;
    }

    public async Task ShowAsync(RunId run, Snowflake channel, CancellationToken cancellationToken)
    {
        var hash = (await runs().FindAsync(run, cancellationToken))!.AskedHash();
        var message = await discord().SendAsync(
            channel,
            new DiscordMessage($"plan {hash[..12]} of run {run}") { Buttons = [[new DiscordButton(new ButtonId(Reaction.Approve).ToString(), "approve", DiscordButtonStyle.Success)]] },
            cancellationToken);
        Posted[message] = new RunOnMessage(channel, message, run, hash, true);
    }

    public void Connected()
    {
    }

    public void Disconnected(string reason)
    {
    }
}
