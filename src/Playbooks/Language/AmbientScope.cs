using Nightshift.Runs;

namespace Nightshift.Playbooks;

/// <summary>
/// Which scope the code of a playbook is in right now. It follows the flow of awaits (<see cref="AsyncLocal{T}"/>), so that each branch of
/// <c>Together</c> has its own, and a call after the branch has the old one again.
/// </summary>
internal sealed class AmbientScope(IRunContext root)
{
    private readonly AsyncLocal<Frame?> _current = new();
    private readonly object _trunk = new();

    public IRunContext Context => _current.Value?.Context ?? root;

    /// <summary>The parallel branch of the calling code; the playbook's own flow is one too.</summary>
    public object Branch => _current.Value?.Branch ?? _trunk;

    /// <summary>What cancels the step whose code is calling; null between steps.</summary>
    public CancellationToken? Step => _current.Value?.Step;

    public async Task WithinAsync(IRunContext scope, Func<Task> work)
    {
        _current.Value = new Frame(scope, Branch, Step: null);
        await work();
    }

    /// <summary>Like <see cref="WithinAsync"/>, for one of several that work at the same time.</summary>
    public async Task BranchAsync(IRunContext scope, Func<Task> work)
    {
        _current.Value = new Frame(scope, new object(), Step: null);
        await work();
    }

    public async Task<T> InsideStepAsync<T>(Func<Task<T>> work, CancellationToken step)
    {
        _current.Value = new Frame(Context, Branch, step);
        return await work();
    }

    /// <exception cref="InvalidOperationException">The code of a step begins another step.</exception>
    public void RefuseInsideStep(string what)
    {
        if (Step is not null)
            throw new InvalidOperationException($"{what} is called by the code of a step; a step inside of a step could not be replayed, so put them one after the other");
    }

    private sealed record Frame(IRunContext Context, object Branch, CancellationToken? Step);
}
