using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Deployment.Processes;
using Nightshift.ZooKeeper.Tests.Suite;

namespace Nightshift.Onebox.Tests.Deployment;

/// <summary>One API server's deployment on disk, without a cluster: enough to put <c>start.sh</c> through its paces.</summary>
public sealed class GatewayDeployment : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("onebox-").FullName;

    public GatewayDeployment()
    {
        var box = Topology.Describe(new OneboxOptions { Directory = _directory, ZooKeeper = $"127.0.0.1:{FreePorts.Next()}" });
        Node = box.Components.Single(c => c.Component == OneboxComponent.ApiServer) with { Endpoint = $"127.0.0.1:{FreePorts.Next()}" };
        Releases = box.Releases;
        var writer = new ReleaseWriter(ProgramFiles.Find(AppContext.BaseDirectory));
        foreach (var release in Releases) writer.EnsureRelease(release);
        new DeploymentWriter(box, writer).Ensure(Node);
    }

    public OneboxComponent Node { get; }

    public IReadOnlyList<OneboxRelease> Releases { get; }

    public string Endpoint => Node.Endpoint;

    public bool HasPidFile => File.Exists(Node.PidFile());

    /// <summary>The servers, without the shells that run scripts.</summary>
    internal IReadOnlyList<ProcessId> Servers => [.. ProcessTable.Under(Node.Directory).Where(p => !p.IsScript).Select(p => p.Id)];

    internal Task<ScriptRun> Script(params string[] arguments) => ScriptRun.Of(Node.Directory, ["/usr/bin/env", "bin/start.sh", .. arguments]);

    internal void Pause(string variable, string value) => File.AppendAllText(Node.Environment(), $"{variable}={value}\n");

    public void Dispose()
    {
        foreach (var process in ProcessTable.Under(_directory).OrderByDescending(p => p.IsScript)) Signals.Send(process.Id, Signals.Kill);
        Directory.Delete(_directory, recursive: true);
    }
}
