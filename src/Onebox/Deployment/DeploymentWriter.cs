using System.Runtime.InteropServices;
using System.Text;

namespace Nightshift.Onebox.Deployment;

/// <summary>Makes the folders and configuration files of one component. Files that exist are left as they are: people edit them.</summary>
internal sealed class DeploymentWriter(OneboxDescription box, ReleaseWriter releases)
{
    private readonly TimingProfile _timing = TimingProfile.Of(box.Timing);

    public void Ensure(OneboxComponent node)
    {
        string[] folders = ["conf", "logs", .. Folders(node)];
        foreach (var folder in folders) Directory.CreateDirectory(Path.Combine(node.Directory, folder));
        WriteOnce(node.Configuration(), Configuration(node));
        WriteOnce(node.Environment(), EnvironmentFile());
        if (node.Component == OneboxComponent.TaskManager)
            EmbeddedFile.WriteExecutable("taskmanager.sh", Path.Combine(node.Directory, "taskmanager", "bin", "taskmanager.sh"));
        releases.EnsureInstalled(node);
    }

    private static string[] Folders(OneboxComponent node) => node.Component switch
    {
        OneboxComponent.Tablet => ["db", "recycle"],
        OneboxComponent.TaskManager => ["taskmanager/bin", "taskmanager/conf"],
        OneboxComponent.ZooKeeper => ["data"],
        _ => [],
    };

    private string Configuration(OneboxComponent node) => node.Component switch
    {
        OneboxComponent.ZooKeeper => ConfigurationFiles.ZooKeeper(node, _timing),
        OneboxComponent.Nameserver => ConfigurationFiles.Nameserver(box, node, _timing),
        OneboxComponent.Tablet => ConfigurationFiles.Tablet(box, node, _timing),
        OneboxComponent.ApiServer => ConfigurationFiles.ApiServer(box, node),
        OneboxComponent.TaskManager => ConfigurationFiles.TaskManager(box, node, _timing),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node.Component, "unknown component"),
    };

    /// <summary>
    /// <c>conf/openmldb-env.sh</c>: where .NET is (a start over SSH has next to no environment), a small heap, the pauses of <c>start.sh</c>.
    /// </summary>
    private string EnvironmentFile()
    {
        var runtime = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var text = new StringBuilder("# Settings of this deployment, read by bin/start.sh.\n");
        text.Append($"export DOTNET_ROOT=\"${{DOTNET_ROOT:-{runtime}}}\"\n");
        text.Append("export DOTNET_GCgen0size=0x400000 DOTNET_EnableWriteXorExecute=0\n");
        text.Append("# No debugger's socket: a killed process would leave it in the temporary folder.\n");
        text.Append("export DOTNET_EnableDiagnostics=0\n");
        foreach (var (name, value) in _timing.ScriptPauses) text.Append($"{name}={value}\n");
        return text.ToString();
    }

    private static void WriteOnce(string path, string text)
    {
        if (!File.Exists(path)) File.WriteAllText(path, text);
    }
}
