using System.Globalization;

namespace Nightshift.Runs.Ownership;

/// <summary>
/// Linux: reads <c>/proc/&lt;pid&gt;/stat</c>, field 22 (start time in clock ticks since boot; proc_pid_stat(5)), and
/// <c>/proc/sys/kernel/random/boot_id</c>. Elsewhere every other process is <see cref="Liveness.Unknown"/>.
/// </summary>
public sealed class ProcOwnerLiveness : IOwnerLiveness
{
    private static int _instances;

    public ProcOwnerLiveness()
    {
        var boot = ReadOrNull("/proc/sys/kernel/random/boot_id")?.Trim() ?? "";
        var started = StartTicks(Environment.ProcessId) ?? 0;
        Self = new Owner(Environment.MachineName, boot, PidSpace(), Environment.ProcessId, started, Interlocked.Increment(ref _instances));
    }

    public Owner Self { get; }

    public Liveness Of(Owner owner)
    {
        if (owner == Self) return Liveness.Alive;
        if (owner.Host != Self.Host || owner.BootId.Length == 0 || Self.BootId.Length == 0) return Liveness.Unknown;
        if (owner.BootId != Self.BootId) return Liveness.Dead;
        if (owner.PidSpace.Length == 0 || owner.PidSpace != Self.PidSpace) return Liveness.Unknown;
        return StartTicks(owner.Pid) == owner.ProcessStarted ? Liveness.Alive : Liveness.Dead;
    }

    /// <summary>Null when there is no such process, or only its zombie is left.</summary>
    private static long? StartTicks(int pid)
    {
        var stat = ReadOrNull(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
        // The name, field 2, is in parentheses and may itself hold blanks and parentheses.
        var fields = stat?[(stat.LastIndexOf(')') + 2)..].Split(' ');
        if (fields is not { Length: > 19 } || fields[0] is "Z" or "X") return null;
        return long.Parse(fields[19], CultureInfo.InvariantCulture);
    }

    private static string PidSpace()
    {
        try
        {
            return new FileInfo("/proc/self/ns/pid").LinkTarget ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static string? ReadOrNull(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
