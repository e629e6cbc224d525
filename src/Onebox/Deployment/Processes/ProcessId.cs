namespace Nightshift.Onebox.Deployment.Processes;

/// <summary>A process that cannot be mistaken for a later one with the same number.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="StartTicks">Clock ticks after boot at which it started, field 22 of <c>/proc/PID/stat</c>.</param>
internal readonly record struct ProcessId(int Pid, ulong StartTicks);
