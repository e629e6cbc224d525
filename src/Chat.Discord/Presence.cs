using Microsoft.Extensions.Logging;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord;

/// <summary>What runs, beside the bot's name.</summary>
internal sealed class Presence(IDiscord discord, IRuns runs, TimeProvider time, ILogger<Presence> logger)
{
    private const int LookedAt = 100;
    private const int Longest = 120;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);
    private string _shown = "";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var text = TextOf(await runs.ListAsync(LookedAt, cancellationToken));
                if (text != _shown) await discord.ShowPresenceAsync(text, cancellationToken);
                _shown = text;
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                logger.PresenceFailed(failure);
            }

            await Task.Delay(Beat, time, cancellationToken);
        }
    }

    /// <summary>Runs that wait for people go before those that work: somebody may see it.</summary>
    internal static string TextOf(IReadOnlyList<RunSummary> latest)
    {
        var waiting = latest.Where(run => run.State is RunState.AwaitingApproval or RunState.AwaitingDecision).ToList();
        var working = latest.Where(run => run.State is RunState.Running or RunState.Stopping or RunState.Paused or RunState.Queued).ToList();
        List<string> parts = [];
        if (waiting.Count > 0) parts.Add($"{Names(waiting)} {(waiting.Count == 1 ? "waits" : "wait")} for people");
        if (working.Count > 0) parts.Add($"{Names(working)} at work");
        return parts.Count == 0 ? "/help" : Texts.Escaping.Plain(string.Join("; ", parts), Longest);
    }

    private static string Names(IEnumerable<RunSummary> some) => string.Join(", ", some.Select(run => $"{run.Cluster} #{run.Id}"));
}
