using System.Globalization;
using System.Runtime.InteropServices;

namespace Nightshift.Hosts.Shells;

/// <summary>
/// What .NET opens is closed in its children, what this program inherited from its own parent is not: a server started by us would hold it
/// for good.
/// </summary>
internal static class Descriptors
{
    private const int SetDescriptorFlags = 2; // F_SETFD, fcntl(2)
    private const int CloseOnExec = 1; // FD_CLOEXEC

    /// <summary>Keeps all but the standard streams from children.</summary>
    internal static void KeepFromChildren()
    {
        foreach (var entry in Directory.GetFileSystemEntries("/proc/self/fd"))
        {
            // One that was closed meanwhile (such as the listing's own) is no fault.
            var name = Path.GetFileName(entry);
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor) && descriptor > 2)
                _ = Control(descriptor, SetDescriptorFlags, CloseOnExec);
        }
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int descriptor, int command, int argument);
}
