namespace Nightshift.Hosts;

/// <summary>What the host knows of a detached command.</summary>
public abstract record DetachedStatus
{
    private DetachedStatus() { }

    /// <summary>
    /// Nothing with this id has begun, and starting it is safe. (A start whose reply was lost may still be on its way: that or the next
    /// one runs, not both.)
    /// </summary>
    public sealed record NeverStarted : DetachedStatus;

    /// <summary>Not ended yet.</summary>
    /// <param name="Process">The command itself; null in the instant before it is executed.</param>
    /// <param name="Stdout">The tail so far.</param>
    public sealed record Running(ProcessIdentity? Process, CommandOutput Stdout, CommandOutput Stderr) : DetachedStatus;

    /// <summary>The command's main process ended; daemons that it left may live on.</summary>
    /// <param name="Code">As <see cref="CommandResult.ExitCode"/>.</param>
    /// <param name="Stdout">The tail.</param>
    public sealed record Exited(int Code, CommandOutput Stdout, CommandOutput Stderr) : DetachedStatus;

    /// <summary>It began, is gone, and nobody recorded how it ended: its effect is unknown.</summary>
    /// <param name="HostRebooted">Whether the host was booted anew since; otherwise it or its keeper was killed, or the disk was
    /// full.</param>
    public sealed record Died(bool HostRebooted, CommandOutput Stdout, CommandOutput Stderr) : DetachedStatus;
}
