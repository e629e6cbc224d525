using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>Runs while Discord is away, where the configuration has them wait.</summary>
internal sealed partial class RunMessages
{
    public const string HeldBecause = "Discord is away, and the configuration lets runs wait for it (Nightshift:Discord:WhenAway)";
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);
    private readonly Absence _away;

    private async Task HoldAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var isAway = _away.Since is { } since && _time.GetUtcNow() - since >= _options.AwayAfter;
                if (isAway || _away.Since is null) await HoldOrLetGoAsync(isAway, stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                _logger.HoldFailed(failure);
            }

            await Task.Delay(BetweenLooks, _time, stoppingToken);
        }
    }

    private async Task HoldOrLetGoAsync(bool isAway, CancellationToken stoppingToken)
    {
        if (_options.WhenAway == WhenAway.Continue && _options.WhenAwayByTier.Count == 0) return;
        List<RunId> underWay;
        lock (_gate) underWay = [.. _underWay];
        foreach (var run in underWay)
        {
            if (await _runs.FindAsync(run, stoppingToken) is not { } view || await _records.FindAsync(run, stoppingToken) is null) continue;
            if (isAway && view is { Summary.State: RunState.Running, Pause: null } && PolicyOf(view) == WhenAway.Hold)
                _logger.Held(run.Value, (await _runs.PauseAsync(run, PersonId.Nightshift, now: false, HeldBecause, stoppingToken)).Sentence);
            if (!isAway && IsHeldByUs(view))
                _logger.LetGo(run.Value, (await _runs.ResumeAsync(run, PersonId.Nightshift, anyway: false, stoppingToken)).Sentence);
        }
    }

    private WhenAway PolicyOf(RunView run) => _options.WhenAwayByTier.TryGetValue(run.Plan.Tier, out var policy) ? policy : _options.WhenAway;

    /// <summary>By the journal, so that a process that comes later lets it go on.</summary>
    private static bool IsHeldByUs(RunView run) => run is { Pause: { } pause, Summary.State: RunState.Running or RunState.Paused } && pause.By == PersonId.Nightshift && pause.Reason == HeldBecause;
}
