namespace Nightshift.Runs;

/// <summary>Turns a request into work. Implemented by the playbooks; this project knows neither scripts nor databases.</summary>
public interface IRunProgram
{
    /// <summary>Runs the playbook from the top, in plan mode or for real, in a first run or a replay.</summary>
    Task ExecuteAsync(RunRequest request, IRunContext context, CancellationToken cancellationToken);

    /// <summary>The cluster as it is now, for the plan and for drift checks.</summary>
    Task<Fingerprint> FingerprintAsync(RunRequest request, CancellationToken cancellationToken);

    /// <summary>What is watched all the while the run works. Not part of replay; never asked for in plan mode.</summary>
    /// <param name="view">The run as it is at the moment of the call, for guards that must know what it does on purpose.</param>
    IReadOnlyList<GuardDefinition> Guards(RunRequest request, Func<RunView> view) => [];
}
