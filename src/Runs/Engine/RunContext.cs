using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Engine;

/// <summary>One scope of a run that is carried out.</summary>
internal sealed class RunContext(RunExecution run, RunContext? parent, StepPath path, bool wayOut) : IRunContext
{
    /// <summary>Sequence of the last event that this scope learnt of; what it knows depends on the journal alone and not on the moment.</summary>
    private long _seen = parent is null ? 0 : Interlocked.Read(ref parent._seen);

    /// <summary>Whether the abandonment was thrown here or below.</summary>
    private volatile bool _told = parent is { _told: true };

    public RunId Run => run.Journal.Run;

    public RunMode Mode => RunMode.Execute;

    public StepPath Path => path;

    public TimeProvider Time => run.Time;

    public bool Abandoned => _told || run.Journal.Read(state => state.Stop)?.AtOnceAt <= Interlocked.Read(ref _seen);

    public bool WayOutScope => wayOut;

    public async Task<T> StepAsync<T>(StepDefinition<T> step, CancellationToken cancellationToken = default)
    {
        run.ThrowIfHalted();
        var own = run.ClaimStep(path.Child(step.Name));
        return await run.TrackAsync(own, new StepRunner<T>(run, this, own, step, cancellationToken).RunAsync);
    }

    public IRunContext Scope(string name) => new RunContext(run, this, path.Child(name), wayOut);

    public IRunContext WayOut(string name) => new RunContext(run, this, path.Child(name), wayOut: true);

    public Task SafePointAsync(string name, CancellationToken cancellationToken = default) => PassAsync(name, null, cancellationToken);

    public Task SafePointAsync(string name, DriftCheck drift, CancellationToken cancellationToken = default) => PassAsync(name, drift, cancellationToken);

    public async Task SayAsync(string text, CancellationToken cancellationToken = default)
    {
        run.ThrowIfHalted();
        var own = run.ClaimSaying(path);
        if (run.Journal.Read(state => state.SaidAt.TryGetValue(own, out var at) ? at : (long?)null) is { } said)
        {
            Observe(said);
            return;
        }
        Observe(await run.Journal.PostAsync(state => Proposal.Of(state.LastSequence + 1, new Said(own, text))));
    }

    /// <summary>Whether a step of the way in may not begin here any more.</summary>
    public bool Refuses(StopRecord? stop) => !wayOut && stop is not null && (stop.AtOnce || _told);

    public void Observe(long sequence)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            var seen = Interlocked.Read(ref scope._seen);
            while (seen < sequence && Interlocked.CompareExchange(ref scope._seen, sequence, seen) is var now && now != seen) seen = now;
        }
    }

    /// <summary>What is thrown here to end the way in; nothing of it begins in this scope or around it any more.</summary>
    public RunAbandonedException Abandon(StepPath at, string reason)
    {
        for (var scope = this; scope is not null; scope = scope.Parent) scope._told = true;
        return new RunAbandonedException(at, reason);
    }

    private RunContext? Parent => parent;

    private async Task PassAsync(string name, DriftCheck? drift, CancellationToken cancellationToken)
    {
        run.ThrowIfHalted();
        if (wayOut) return;
        cancellationToken.ThrowIfCancellationRequested();
        await new SafePoint(run, this, run.ClaimSafePoint(path.Child(name)), drift, cancellationToken).PassAsync();
    }
}
