using System.Runtime.CompilerServices;

namespace Nightshift.Tests;

/// <summary>Part of every test project.</summary>
internal static class ChildProcesses
{
    /// <summary>
    /// Tests kill .NET processes, and one that is killed leaves the sockets by which debuggers would find it in the folder for temporary files. Whatever a test starts
    /// inherits that it has none.
    /// </summary>
    [ModuleInitializer]
    internal static void LeaveNoSockets() => Environment.SetEnvironmentVariable("DOTNET_EnableDiagnostics", "0");
}
