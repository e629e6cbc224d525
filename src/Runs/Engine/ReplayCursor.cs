using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Engine;

/// <summary>
/// Which recorded steps the playbook has met again. Every recorded step can be met on recorded results alone, so nothing new is done before
/// all of them were: a playbook that took another way is found out before it changes anything.
/// </summary>
internal sealed class ReplayCursor
{
    private readonly Lock _gate = new();
    private readonly List<StepPath> _unmet;
    private readonly HashSet<StepPath> _left;
    private readonly TaskCompletionSource _allMet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time;
    private readonly TimeSpan _grace;

    public ReplayCursor(IEnumerable<StepPath> recorded, TimeProvider time, TimeSpan grace)
    {
        (_time, _grace) = (time, grace);
        _unmet = [.. recorded];
        _left = [.. _unmet];
        if (_left.Count == 0) _allMet.SetResult();
    }

    /// <summary>Called with every recorded step that is met; may throw.</summary>
    public Action<StepPath>? Met { get; set; }

    /// <summary>The oldest recorded step that was not met.</summary>
    public StepPath? FirstUnmet
    {
        get
        {
            lock (_gate) return _left.Count == 0 ? null : _unmet.First(_left.Contains);
        }
    }

    /// <exception cref="ReplayMismatchException">The recorded step is of another kind.</exception>
    public void Meet(StepRecord recorded, StepKind kind, bool wayOut)
    {
        if (recorded.Kind != kind || recorded.WayOut != wayOut)
        {
            throw new ReplayMismatchException(
                $"{recorded.Path} as {Name(recorded.Kind, recorded.WayOut)}", $"asks for it as {Name(kind, wayOut)}");
        }
        Met?.Invoke(recorded.Path);
        lock (_gate)
        {
            if (_left.Remove(recorded.Path) && _left.Count == 0) _allMet.TrySetResult();
        }
    }

    /// <summary>Waits until everything recorded was met, then what is done is new.</summary>
    /// <exception cref="ReplayMismatchException">Something recorded was left out.</exception>
    public async Task LiveAsync(StepPath asked, bool isNew, CancellationToken cancellationToken)
    {
        if (_allMet.Task.IsCompleted) return;
        if (isNew && SkippedBeside(asked) is { } skipped) throw Mismatch(skipped, asked);
        try
        {
            await _allMet.Task.WaitAsync(_grace, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            if (FirstUnmet is { } unmet) throw Mismatch(unmet, asked);
        }
    }

    /// <summary>Steps of one scope come one after another: an unmet one beside a new one was left out for certain.</summary>
    private StepPath? SkippedBeside(StepPath asked)
    {
        lock (_gate)
        {
            foreach (var path in _unmet)
                if (path != asked && path.Parent == asked.Parent && _left.Contains(path)) return path;
            return null;
        }
    }

    private static ReplayMismatchException Mismatch(StepPath recorded, StepPath asked) => new($"the step {recorded}", $"asks for {asked} without it");

    private static string Name(StepKind kind, bool wayOut)
    {
        var name = kind switch { StepKind.Observation => "an observation", StepKind.Gate => "a gate", _ => "an effect" };
        return wayOut ? $"{name} of the way out" : name;
    }
}
