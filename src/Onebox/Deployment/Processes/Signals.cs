using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Nightshift.Onebox.Deployment.Processes;

/// <summary>Sends signals to processes that are still the ones meant.</summary>
internal static partial class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;
    private const int NoSuchProcess = 3;

    /// <summary>False when the process is gone.</summary>
    public static bool Send(ProcessId process, int signal)
    {
        if (!ProcessTable.IsAlive(process)) return false;
        if (SendSignal(process.Pid, signal) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        return error == NoSuchProcess ? false : throw new Win32Exception(error, $"signal {signal} to process {process.Pid}");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);
}
