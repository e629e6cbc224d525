using System.Globalization;
using System.Text;

namespace Nightshift.Hosts.Processes;

/// <summary>
/// Lines of describe() in processes.sh: "PID TICKS BOOT PARENT STATE eHEX aHEX", hexadecimal for what may hold any byte; "done" ends them.
/// </summary>
internal static class ProcessReply
{
    private const string Deleted = " (deleted)";

    /// <returns>Null when the answer is not whole.</returns>
    internal static IReadOnlyList<ProcessInfo>? Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines is not [.. var described, "done", ""])
            return null;
        var processes = new List<ProcessInfo>(described.Length);
        foreach (var line in described)
        {
            if (ParseLine(line) is not { } process)
                return null;
            processes.Add(process);
        }

        return processes;
    }

    private static ProcessInfo? ParseLine(string line)
    {
        if (line.Split(' ') is not [var pid, var ticks, var boot, var parent, [var state], ['e', .. var exe], ['a', .. var args]]
            || !int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            || !Guid.TryParse(boot, out var bootId)
            || !int.TryParse(parent, NumberStyles.None, CultureInfo.InvariantCulture, out var parentPid))
            return null;

        var path = Text(exe).TrimEnd('\n');
        var deleted = path.EndsWith(Deleted, StringComparison.Ordinal);
        var executable = path.Length == 0 ? null : deleted ? path[..^Deleted.Length] : path;
        return new ProcessInfo(new ProcessIdentity(number, start, bootId), parentPid, state, executable, deleted, Arguments(Text(args)));
    }

    private static string[] Arguments(string cmdline) => cmdline.Length == 0
        ? []
        : (cmdline.EndsWith('\0') ? cmdline[..^1] : cmdline).Split('\0');

    private static string Text(string hex) => Encoding.UTF8.GetString(Convert.FromHexString(hex));
}
