using System.Runtime.InteropServices;
using Nightshift.Onebox.Deployment;

namespace Nightshift.Onebox.Pegasus.Deployment;

/// <summary>Makes the folders, scripts and configuration files of a box. Configuration files that exist are left as they are: people edit them.</summary>
internal sealed class PegasusDeploymentWriter(PegasusDescription box, PegasusReleases releases)
{
    public const string StartScript = "start.sh";
    public const string StopScript = "stop.sh";
    public const string PidFile = "server.pid";
    public const string Configuration = "config.ini";
    public const string Environment = "env.sh";

    /// <summary><c>run.sh</c> of the whole box.</summary>
    public void EnsureRoot() => EmbeddedFile.WriteExecutable("pegasus-run.sh", Path.Combine(box.Directory, "run.sh"));

    public void Ensure(OneboxComponent node)
    {
        foreach (var folder in (string[])["data", "log"]) Directory.CreateDirectory(Path.Combine(node.Directory, folder));
        WriteOnce(Path.Combine(node.Directory, Environment), EnvironmentFile());
        if (node.Component == OneboxComponent.ZooKeeper)
        {
            WriteOnce(Path.Combine(node.Directory, "zoo.cfg"), PegasusConfigurationFile.ZooKeeper(box, node));
        }
        else
        {
            WriteOnce(Path.Combine(node.Directory, Configuration), PegasusConfigurationFile.Of(box, node));
            EmbeddedFile.WriteExecutable("pegasus-start.sh", Path.Combine(node.Directory, StartScript));
            EmbeddedFile.WriteExecutable("pegasus-stop.sh", Path.Combine(node.Directory, StopScript));
            WriteOnce(Path.Combine(node.Directory, "role"), node.Component + "\n");
        }

        releases.EnsureInstalled(node);
    }

    /// <summary><c>env.sh</c>: where .NET is (a start over SSH has next to no environment), and a small heap.</summary>
    private static string EnvironmentFile()
    {
        var runtime = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return $$"""
            # Settings of this server's process, read by start.sh.
            export DOTNET_ROOT="${DOTNET_ROOT:-{{runtime}}}"
            export DOTNET_GCgen0size=0x400000 DOTNET_EnableWriteXorExecute=0
            # No debugger's socket: a killed process would leave it in the temporary folder.
            export DOTNET_EnableDiagnostics=0

            """;
    }

    private static void WriteOnce(string path, string text)
    {
        if (!File.Exists(path)) File.WriteAllText(path, text);
    }
}
