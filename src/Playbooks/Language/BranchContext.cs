using Nightshift.Runs;

namespace Nightshift.Playbooks;

/// <summary>
/// What nodes are bound to: the context of their scope, which refuses to be used by another branch of <c>Together</c> or by the code of a step,
/// since such steps would not find their place again in a replay. The way out is never refused.
/// </summary>
internal sealed class BranchContext(IRunContext inner, AmbientScope ambient, object branch) : IRunContext
{
    public RunId Run => inner.Run;

    public RunMode Mode => inner.Mode;

    public StepPath Path => inner.Path;

    public TimeProvider Time => inner.Time;

    public bool Abandoned => inner.Abandoned;

    public Task<T> StepAsync<T>(StepDefinition<T> step, CancellationToken cancellationToken = default)
    {
        Refuse(step.Name);
        return inner.StepAsync(step, cancellationToken);
    }

    public IRunContext Scope(string name) => new BranchContext(inner.Scope(name), ambient, branch);

    public IRunContext WayOut(string name) => inner.WayOut(name);

    public Task SafePointAsync(string name, CancellationToken cancellationToken = default)
    {
        Refuse(name);
        return inner.SafePointAsync(name, cancellationToken);
    }

    public Task SafePointAsync(string name, DriftCheck drift, CancellationToken cancellationToken = default)
    {
        Refuse(name);
        return inner.SafePointAsync(name, drift, cancellationToken);
    }

    public Task SayAsync(string text, CancellationToken cancellationToken = default) => inner.SayAsync(text, cancellationToken);

    private void Refuse(string step)
    {
        ambient.RefuseInsideStep($"'{step}'");
        if (ambient.Branch != branch)
            throw new InvalidOperationException(
                $"'{step}' belongs to the scope '{inner.Path}' and is called by the parallel branch '{ambient.Context.Path}'; let Together hand out the nodes");
    }
}
