namespace Nightshift.Hosts;

/// <summary>One process among all that ever had its number.</summary>
/// <param name="StartTicks">Field 22 of /proc/pid/stat: clock ticks from boot to the process's start (proc(5)).</param>
/// <param name="BootId">/proc/sys/kernel/random/boot_id.</param>
public readonly record struct ProcessIdentity(int Pid, long StartTicks, Guid BootId);

/// <summary>A process that lives; zombies are not listed.</summary>
/// <param name="Executable">Where /proc/pid/exe points, with " (deleted)" taken off; null when this login may not see it (another user's
/// process).</param>
/// <param name="ExecutableDeleted">The running file was since removed or replaced, as after an upgrade.</param>
/// <param name="Arguments">/proc/pid/cmdline; empty for a kernel thread.</param>
/// <param name="State">proc(5): R, S, D, T, ...</param>
public sealed record ProcessInfo(
    ProcessIdentity Identity, int ParentPid, char State, string? Executable, bool ExecutableDeleted, IReadOnlyList<string> Arguments)
{
    public int Pid => Identity.Pid;
}
