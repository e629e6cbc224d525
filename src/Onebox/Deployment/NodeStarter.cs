using System.Text.RegularExpressions;
using Nightshift.Onebox.Deployment.Processes;

namespace Nightshift.Onebox.Deployment;

/// <summary>Starts components by their own scripts and sees them running.</summary>
internal sealed partial class NodeStarter(OneboxDescription box, TimeProvider time)
{
    private const string ScriptLog = "start.log";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ZooKeeperPatience = TimeSpan.FromSeconds(30);

    /// <exception cref="OneboxException">Another program listens on the port of a component that does not run.</exception>
    public async Task EnsurePortsFreeAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        var taken = new List<string>();
        foreach (var node in box.Components.Where(node => ProcessTable.Under(node.Directory).Count == 0))
            if (await Ports.AnyListensAsync(node.Endpoint, cancellationToken))
                taken.Add($"{node.Endpoint} ({node.Name})");
        if (LocalPorts.Lowest() is { } lowest && box.Components.Where(node => node.Port() >= lowest).ToList() is { Count: > 0 } inside)
            progress.Report($"warning: {string.Join(", ", inside.Select(node => node.Endpoint))} may be taken by outgoing connections at any time; "
                + $"choose a port offset that keeps ports below {lowest}");
        if (taken.Count > 0) throw new OneboxException($"{string.Join(", ", taken)}: taken by another program; choose another port offset");
    }

    /// <summary>Starts the box's own ZooKeeper if it does not run, and waits until one listens, own or not.</summary>
    public async Task EnsureZooKeeperAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (box.Components.FirstOrDefault(c => c.Component == OneboxComponent.ZooKeeper) is { } node && ProcessTable.Under(node.Directory).Count == 0)
        {
            progress.Report($"starting zookeeper {node.Endpoint}");
            var script = $". ./conf/openmldb-env.sh; exec ./bin/zookeeper --role=zookeeper --config=./conf/zoo.cfg";
            await Detached.LaunchAsync(node.Directory, Path.Combine(node.Logs(), "zookeeper.log"), ["sh", "-c", script], cancellationToken);
        }

        var start = time.GetTimestamp();
        while (!await Ports.AnyListensAsync(box.ZooKeeper, cancellationToken))
        {
            if (time.GetElapsedTime(start) > ZooKeeperPatience)
                throw new OneboxException($"no ZooKeeper listens on {box.ZooKeeper} after {ZooKeeperPatience.TotalSeconds:0} s");
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Starts those of the components that do not run, at the same time.</summary>
    public static Task EnsureAsync(
        IEnumerable<OneboxComponent> nodes, Registrations registrations, IProgress<string> progress, CancellationToken cancellationToken) =>
        Task.WhenAll(nodes.Select(node => EnsureAsync(node, registrations, progress, cancellationToken)));

    private static async Task EnsureAsync(
        OneboxComponent node, Registrations registrations, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (ProcessTable.Under(node.Directory).Count > 0) return;
        await registrations.WaitUntilGoneAsync(node, cancellationToken);
        progress.Report($"starting {node.Name} {node.Endpoint}");

        var log = Path.Combine(node.Logs(), ScriptLog);
        File.Delete(log);
        // A pid file left by a crash or a power cut may name a stranger by now, and would make the script refuse.
        File.Delete(node.PidFile());
        File.Delete(node.PidFile() + ".child");
        var exit = await Detached.RunAsync(node.Directory, log, [node.StartScript(), "start", node.Component], cancellationToken);
        var output = await File.ReadAllTextAsync(log, cancellationToken);
        if (exit != 0 || !output.Contains($"Start {node.Component} success", StringComparison.Ordinal))
            throw new OneboxException($"{node.Name} did not start: {LastLine(output)}\n{await LastWordsAsync(node, cancellationToken)}");
    }

    /// <summary>Where the component's own log is and the last of it that is no line of a stack trace.</summary>
    private static async Task<string> LastWordsAsync(OneboxComponent node, CancellationToken cancellationToken)
    {
        var log = node.Component == OneboxComponent.TaskManager
            ? Path.Combine(node.Directory, "taskmanager", "bin", "logs", "taskmanager.log")
            : Path.Combine(node.Logs(), $"{node.Component}.log");
        var lines = File.Exists(log) ? await File.ReadAllLinesAsync(log, cancellationToken) : [];
        return $"{log}: {lines.LastOrDefault(line => line.Length > 0 && !char.IsWhiteSpace(line[0])) ?? "empty"}";
    }

    /// <summary>Without the colours that the script gives it.</summary>
    private static string LastLine(string text) => Colour().Replace(text, "").TrimEnd().Split('\n')[^1];

    [GeneratedRegex("\e\\[[0-9;]*m")]
    private static partial Regex Colour();
}
