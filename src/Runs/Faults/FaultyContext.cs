namespace Nightshift.Runs.Faults;

/// <summary>A scope whose steps meet faults.</summary>
internal sealed class FaultyContext(IRunContext inner, FaultyPass pass) : IRunContext
{
    public RunId Run => inner.Run;

    public RunMode Mode => inner.Mode;

    public StepPath Path => inner.Path;

    public TimeProvider Time => inner.Time;

    public bool Abandoned => inner.Abandoned;

    public Task<T> StepAsync<T>(StepDefinition<T> step, CancellationToken cancellationToken = default)
    {
        pass.Process.ThrowIfDead();
        var path = pass.Names.Claim(inner.Path.Child(step.Name));
        pass.Plan.Meet(path);
        return inner.StepAsync(new FaultyStep<T>(step, path, pass).Definition, cancellationToken);
    }

    public IRunContext Scope(string name) => new FaultyContext(inner.Scope(name), pass);

    public IRunContext WayOut(string name) => new FaultyContext(inner.WayOut(name), pass);

    public Task SafePointAsync(string name, CancellationToken cancellationToken = default)
    {
        pass.Process.ThrowIfDead();
        return inner.SafePointAsync(name, cancellationToken);
    }

    public Task SafePointAsync(string name, DriftCheck drift, CancellationToken cancellationToken = default)
    {
        pass.Process.ThrowIfDead();
        return inner.SafePointAsync(name, drift, cancellationToken);
    }

    public Task SayAsync(string text, CancellationToken cancellationToken = default)
    {
        pass.Process.ThrowIfDead();
        return inner.SayAsync(text, cancellationToken);
    }
}
