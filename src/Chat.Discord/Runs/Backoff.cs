using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Runs;

/// <summary>Runs with which something failed lately: each is left alone for a while that doubles, and no other waits for it. Not safe for several threads.</summary>
internal sealed class Backoff(TimeProvider time, TimeSpan first, TimeSpan longest)
{
    private readonly Dictionary<RunId, (int Failures, DateTimeOffset Until)> _failed = [];

    /// <summary>The one with the smallest number; null when there is none.</summary>
    public RunId? Lowest => _failed.Count == 0 ? null : _failed.Keys.MinBy(run => run.Value);

    public bool IsDue(RunId run) => !_failed.TryGetValue(run, out var failed) || failed.Until <= time.GetUtcNow();

    public void Fail(RunId run)
    {
        var failures = _failed.TryGetValue(run, out var failed) ? failed.Failures : 0;
        var wait = first * Math.Pow(2, Math.Min(failures, 20));
        _failed[run] = (failures + 1, time.GetUtcNow() + (wait < longest ? wait : longest));
    }

    public void Succeed(RunId run) => _failed.Remove(run);
}
