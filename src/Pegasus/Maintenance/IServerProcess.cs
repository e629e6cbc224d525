using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>
/// One server (replica server, meta server or collector) as a process on its host: what maintenance needs from process control. Every method looks first and carries on
/// from where things stand, so that it may be called again after a crash; it returns only when what it promises has been seen.
/// </summary>
public interface IServerProcess
{
    /// <summary>Whether the process lives. Throws when nobody can tell.</summary>
    Task<bool> IsRunning(CancellationToken cancellationToken);

    /// <summary>Sees, before anything is stopped, that what is installed could be started again. Throws when there is no program, or nobody can tell.</summary>
    Task SeeStartable(CancellationToken cancellationToken);

    /// <summary>
    /// How long ago its processes began, the youngest first: the one of now, and those that were stopped from here, whichever bot did it. Throws when nobody can tell.
    /// </summary>
    Task<IReadOnlyList<TimeSpan>> Starts(CancellationToken cancellationToken);

    /// <summary>Ends the process and sees the old pid gone. When it began is remembered on its host, for <see cref="Starts"/>.</summary>
    Task Stop(StepAttempt attempt);

    /// <summary>Starts it and sees a new process of the expected binary listen on its port. Whether it serves is for the caller to ask.</summary>
    Task Start(StepAttempt attempt);

    /// <summary>Ships the release to its host, verifies it there and prepares it beside what is installed, so that <see cref="Install"/> only has to rename. Changes nothing that runs.</summary>
    Task<ReadyRelease> Stage(Release version, StepAttempt attempt);

    /// <summary>
    /// Backs up what is installed, swaps the release and the configuration that belongs to it, verifies. The process is stopped meanwhile.
    /// </summary>
    /// <param name="ready">As <see cref="Stage"/> left it; null: it is staged now.</param>
    Task Install(Release version, ReadyRelease? ready, StepAttempt attempt);

    /// <summary>The installed release has proven itself: <see cref="RollBack"/> no longer takes it away.</summary>
    Task Commit(StepAttempt attempt);

    /// <summary>Puts back what <see cref="Install"/> backed up; nothing when it never swapped. The process is stopped meanwhile.</summary>
    Task RollBack(StepAttempt attempt);

    /// <summary>Adds digests, configuration differences and details of an installation to a plan.</summary>
    Task PlanInstall(Release version, PlanBuilder plan);

    /// <summary>The version that the installed binary reports, as in <c>2.5.0</c>; null when nobody knows.</summary>
    Task<string?> InstalledVersion(CancellationToken cancellationToken);

    /// <summary>What a person types to start or stop it; null when nobody said.</summary>
    string? ByHand(bool start);
}

/// <summary>A release that lies verified on the host of a server.</summary>
/// <param name="Directory">Where, on the host.</param>
/// <param name="Digest">Of the whole tree.</param>
/// <param name="Program">Digest of the server's program in it.</param>
public sealed record ReadyRelease(string Release, string Directory, string Digest, string Program);
