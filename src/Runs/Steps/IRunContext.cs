namespace Nightshift.Runs;

/// <summary>
/// What the code of a run works with. Code between steps must be deterministic: everything that it reads from outside comes from a step.
/// </summary>
public interface IRunContext
{
    RunId Run { get; }

    RunMode Mode { get; }

    /// <summary>The scope of this context.</summary>
    StepPath Path { get; }

    /// <summary>For deadlines inside steps; a playbook never reads a clock.</summary>
    TimeProvider Time { get; }

    /// <summary>
    /// Runs a step, or returns its recorded result. When it fails, people are asked; so this returns only with a result (perhaps of a
    /// later attempt, or the skipped one) or throws <see cref="RunAbandonedException"/>.
    /// </summary>
    Task<T> StepAsync<T>(StepDefinition<T> step, CancellationToken cancellationToken = default);

    /// <summary>A context whose steps lie below <paramref name="name"/>. Steps of one scope come one after another; give each parallel branch a scope of its own.</summary>
    IRunContext Scope(string name);

    /// <summary>
    /// A scope of the way out: its steps run also while the run is stopping, are not cancelled by <c>/abort now</c>, and are journaled like
    /// all others. Everything that puts something back belongs into one.
    /// </summary>
    IRunContext WayOut(string name);

    /// <summary>True once the run was abandoned and only the way out still runs. The same in every replay at the same place.</summary>
    bool Abandoned { get; }

    /// <summary>A place where the run may stop and leave the cluster as healthy as before: waits while paused, throws when abort was asked for.</summary>
    /// <exception cref="RunAbandonedException">Somebody asked to abort.</exception>
    Task SafePointAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>
    /// A safe point at which the cluster is compared with what the run expects it to be: as planned, but for what this run has done. When it is not, the run
    /// stands here until people confirm the difference.
    /// </summary>
    /// <exception cref="RunAbandonedException">Somebody asked to abort.</exception>
    Task SafePointAsync(string name, DriftCheck drift, CancellationToken cancellationToken = default) => SafePointAsync(name, cancellationToken);

    /// <summary>Tells the channel something; said once, also over crashes.</summary>
    Task SayAsync(string text, CancellationToken cancellationToken = default);
}
