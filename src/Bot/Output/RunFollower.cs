using Nightshift.Runs;

namespace Nightshift.Bot.Output;

/// <summary>Follows one run to its end and tells an output what is new, each thing once, also when updates were missed.</summary>
internal sealed class RunFollower(IRuns runs, IRunOutput output, TimeProvider time)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<StepPath, (StepState State, int Attempts, string? Waits)> _told = [];
    private (RunState State, string? Reason)? _stands;
    private int _said;

    public async Task<RunView> FollowAsync(RunId run, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var updates = runs.WatchAsync(run, ended.Token).GetAsyncEnumerator(ended.Token);
        try
        {
            var next = updates.MoveNextAsync().AsTask();
            while (true)
            {
                var view = await runs.FindAsync(run, cancellationToken) ?? throw new InvalidOperationException($"run {run} vanished from the store");
                Tell(view);
                if (view.Summary.State.IsFinal())
                {
                    output.Ended(view);
                    return view;
                }

                // A run of another process, or a missed update: look again after a while in any case.
                await Task.WhenAny(next, Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken));
                await Task.Delay(Quiet, time, cancellationToken);
                if (next.IsCompleted && await next) next = updates.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            await ended.CancelAsync();
        }
    }

    private void Tell(RunView view)
    {
        for (; _said < view.Said.Count; _said++) output.Said(view, view.Said[_said]);
        var changed = new List<StepView>();
        foreach (var step in view.Steps)
        {
            var now = (step.State, step.Attempts.Count, step.WaitsFor);
            if (_told.TryGetValue(step.Path, out var before) && before == now) continue;
            _told[step.Path] = now;
            changed.Add(step);
        }

        output.Changed(view, changed);
        var stands = (view.Summary.State, view.Summary.Reason);
        if (IsWorthALine(view.Summary) && _stands != stands) output.Stands(view);
        _stands = stands;
    }

    /// <summary>The steps tell of a run that works or asks, the last word of one that ended.</summary>
    private bool IsWorthALine(RunSummary now) => !now.State.IsFinal() && now.State != RunState.AwaitingDecision
        && (now.Reason is not null || now.State == RunState.Paused || (now.State == RunState.Running && _stands is { State: RunState.Paused or RunState.AwaitingDecision }));
}
