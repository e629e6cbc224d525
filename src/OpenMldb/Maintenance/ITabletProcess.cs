using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>
/// One tablet as a process on its host: what maintenance needs from process control. Every method looks first and carries on from where things
/// stand, so that it may be called again after a crash; it returns only when what it promises has been seen.
/// </summary>
public interface ITabletProcess
{
    /// <summary>Whether the process lives. Throws when nobody can tell.</summary>
    Task<bool> IsRunning(CancellationToken cancellationToken);

    /// <summary>Whether the mon daemon watches it. Throws when nobody can tell.</summary>
    Task<bool> IsUnderMon(CancellationToken cancellationToken);

    /// <summary>Ends the process (and its monitor) and sees the old pid gone.</summary>
    Task Stop(StepAttempt attempt);

    /// <summary>Starts it, plainly or under the mon daemon, and sees a new process of the expected binary answer on its port.</summary>
    Task Start(bool mon, StepAttempt attempt);

    /// <summary>Stages the release, backs up what is installed, swaps, verifies. The process is stopped meanwhile.</summary>
    Task Install(Release version, StepAttempt attempt);

    /// <summary>The installed release has proven itself: <see cref="RollBack"/> no longer takes it away.</summary>
    Task Commit(StepAttempt attempt);

    /// <summary>Puts back what <see cref="Install"/> backed up; nothing when it never swapped. The process is stopped meanwhile.</summary>
    Task RollBack(StepAttempt attempt);

    /// <summary>Adds digests and details of an installation to a plan.</summary>
    Task PlanInstall(Release version, PlanBuilder plan);

    /// <summary>What <c>/version</c> of the installed binary begins with; null when nobody knows.</summary>
    Task<string?> InstalledVersion(CancellationToken cancellationToken);
}
