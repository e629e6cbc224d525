using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>Runs while Discord is away, where the configuration has them wait.</summary>
internal sealed partial class RunMessages
{
    public const string HeldBecause = "Discord is away, and the configuration lets runs wait for it (Nightshift:Discord:WhenAway)";
    private static readonly TimeSpan BetweenHolds = TimeSpan.FromSeconds(5);
    private readonly Absence _away;
    private readonly Backoff _notHeld;

    private async Task HoldAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var since = _away.Since;
            if (_options.HoldsAny && (since is null || _time.GetUtcNow() - since >= _options.AwayAfter))
            {
                List<RunId> underWay;
                lock (_gate) underWay = [.. _underWay];
                foreach (var run in underWay.Where(_notHeld.IsDue)) await HoldOrLetGoAsync(run, since, stoppingToken);
            }

            await Task.Delay(BetweenHolds, _time, stoppingToken);
        }
    }

    /// <param name="away">Since when Discord is; null when it is not.</param>
    private async Task HoldOrLetGoAsync(RunId run, DateTimeOffset? away, CancellationToken stoppingToken)
    {
        try
        {
            if (await _records.FindAsync(run, stoppingToken) is not { } record || await _runs.FindAsync(run, stoppingToken) is not { } view) return;
            if (await (away is null ? LetGoAsync(view, stoppingToken) : HoldAsync(view, record, stoppingToken)))
            {
                if (record.HeldFor is null != away is null) await _records.HeldAsync(run, away, stoppingToken);
                _notHeld.Succeed(run);
            }
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            _logger.HoldFailed(run.Value, failure);
            _notHeld.Fail(run);
        }
    }

    /// <summary>Once for each absence: a run that somebody let go on since then goes on.</summary>
    /// <returns>Whether it is held for this absence, or was.</returns>
    private async Task<bool> HoldAsync(RunView view, RunRecord record, CancellationToken stoppingToken)
    {
        if (record.HeldFor is not null || IsPausedByUs(view)) return true;
        if (PolicyOf(view) != WhenAway.Hold || view is not { Summary.State: RunState.Running, Pause: null, IsAborted: false } || IsGuarded(view)) return false;
        var answer = await _runs.PauseAsync(view.Summary.Id, PersonId.Nightshift, now: false, HeldBecause, stoppingToken);
        _logger.Held(view.Summary.Id.Value, answer.Sentence);
        if (!answer.Accepted) _notHeld.Fail(view.Summary.Id);
        return answer.Accepted;
    }

    /// <summary>What a guard holds too, and a run whose cluster changed, are people's to let go on; once they did, or confirmed, nothing but our own pause is left.</summary>
    /// <returns>Whether the absence is over for it.</returns>
    private async Task<bool> LetGoAsync(RunView view, CancellationToken stoppingToken)
    {
        var isOurs = IsPausedByUs(view) && view is { Pause.Now: false, Summary.State: RunState.Running or RunState.Paused, Drifts.Count: 0, IsAborted: false } && !IsGuarded(view);
        if (!isOurs) return true;
        var answer = await _runs.ResumeAsync(view.Summary.Id, PersonId.Nightshift, anyway: false, stoppingToken);
        _logger.LetGo(view.Summary.Id.Value, answer.Sentence);
        if (!answer.Accepted) _notHeld.Fail(view.Summary.Id);
        return answer.Accepted;
    }

    private WhenAway PolicyOf(RunView run) => _options.WhenAwayByTier.TryGetValue(run.Plan.Tier, out var policy) ? policy : _options.WhenAway;

    private static bool IsGuarded(RunView run) => run.GuardViolations.Any(violation => violation is { Until: null, Waived: false });

    /// <summary>By the journal, so that a process that comes later lets it go on.</summary>
    private static bool IsPausedByUs(RunView run) => run.Pause is { } pause && pause.By == PersonId.Nightshift && pause.Reason == HeldBecause;
}
