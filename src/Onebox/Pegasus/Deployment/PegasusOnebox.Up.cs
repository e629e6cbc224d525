using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Deployment.Processes;
using Nightshift.Onebox.Pegasus.Hosting;

namespace Nightshift.Onebox.Pegasus.Deployment;

public sealed partial class PegasusOnebox
{
    /// <summary>The tables of a new box: name, partitions, replicas.</summary>
    private static readonly (string Name, int Partitions, int Replicas)[] Tables = [("temp", 8, 3), ("orders", 16, 3), ("sessions", 8, 3)];

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ZooKeeperPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan HealthPatience = TimeSpan.FromSeconds(120);

    /// <summary>
    /// Brings up whatever does not run, waits until a meta server leads and every partition is whole, and makes the tables the first time. Can be repeated at
    /// any time: also after a crash, a restart of the machine or an interrupted call.
    /// </summary>
    /// <exception cref="OneboxException">A start or a wait failed, or the directory holds another box.</exception>
    public async Task<PegasusDescription> UpAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        if (Options.Validate() is { Count: > 0 } faults) throw new OneboxException(string.Join("; ", faults));
        using var held = await OneboxLock.TakeAsync(Options.Directory, progress, time, cancellationToken);

        var box = await PrepareAsync(progress, cancellationToken);
        await EnsurePortsFreeAsync(box, progress, cancellationToken);
        await EnsureZooKeeperAsync(box, progress, cancellationToken);
        await Task.WhenAll(box.Components.Where(node => node.Component != OneboxComponent.ZooKeeper).Select(node => EnsureAsync(node, progress, cancellationToken)));
        await using var admin = Admin(box);
        await WaitAsync("all processes to serve", () => IdleAsync(box, admin, cancellationToken), cancellationToken);
        await WaitAsync("all replica servers to be alive", async () =>
        {
            var alive = await admin.AliveAsync(cancellationToken);
            return alive >= Options.Replicas ? null : $"{alive} of {Options.Replicas} are";
        }, cancellationToken);
        if (box.Seed && !box.Seeded)
        {
            foreach (var (name, partitions, replicas) in Tables) await admin.CreateAsync(name, partitions, Math.Min(replicas, Options.Replicas), cancellationToken);
            box = box with { Seeded = true };
            await box.WriteAsync(cancellationToken);
        }

        await WaitAsync("all partitions to be whole", () => admin.UnhealthyAsync(cancellationToken), cancellationToken);
        progress.Report($"up: {box.Components.Count} processes, metas {box.Metas}");
        return box;
    }

    /// <summary>What does not serve yet; null when everything does.</summary>
    private async Task<string?> IdleAsync(PegasusDescription box, PegasusAdmin admin, CancellationToken cancellationToken) =>
        await IdleNamesAsync(box, admin, cancellationToken) is { Count: > 0 } idle ? $"{string.Join(", ", idle)} not" : null;

    /// <summary>
    /// Brings the box up unless it is up already, be it in part: what does not run may be down on purpose (a run that was interrupted between stop and
    /// start).
    /// </summary>
    /// <exception cref="OneboxException">As <see cref="UpAsync"/>.</exception>
    public async Task<PegasusDescription> EnsureUpAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        if (await PegasusDescription.ReadAsync(Options.Directory, cancellationToken) is not { } box || !IsUpInPart(box))
            return await UpAsync(progress, cancellationToken);
        var down = box.Components.Where(node => ProcessTable.Under(node.Directory).Count == 0).Select(node => node.Name).ToList();
        if (down.Count > 0) progress.Report($"left as it is: {string.Join(", ", down)} down");
        return box;
    }

    private static bool IsUpInPart(PegasusDescription box) => (box.Seeded || !box.Seed) && box.Components
        .Where(node => node.Component is OneboxComponent.ZooKeeper or PegasusRoles.Meta or PegasusRoles.Replica)
        .GroupBy(node => node.Component)
        .All(kind => kind.Any(node => ProcessTable.Under(node.Directory).Count > 0));

    private async Task<PegasusDescription> PrepareAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        var wanted = PegasusTopology.Describe(Options);
        if (await PegasusDescription.ReadAsync(Options.Directory, cancellationToken) is { } existing)
        {
            if (Difference(existing, wanted) is { } difference)
                throw new OneboxException($"{Options.Directory} holds a box with another {difference}; take another directory, or delete that one");
            wanted = wanted with { Seeded = existing.Seeded };
        }
        else
        {
            progress.Report($"making a Pegasus box in {Options.Directory}");
        }

        var releases = new PegasusReleases(ProgramFiles.Find(AppContext.BaseDirectory));
        foreach (var release in wanted.Releases) releases.EnsureRelease(release);
        var writer = new PegasusDeploymentWriter(wanted, releases);
        writer.EnsureRoot();
        foreach (var node in wanted.Components)
            if (ProcessTable.Under(node.Directory).Count == 0)
                writer.Ensure(node);
        await wanted.WriteAsync(cancellationToken);
        return wanted;
    }

    private static async Task EnsurePortsFreeAsync(PegasusDescription box, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var taken = new List<string>();
        foreach (var node in box.Components.Where(node => ProcessTable.Under(node.Directory).Count == 0))
            if (await Ports.AnyListensAsync(node.Endpoint, cancellationToken))
                taken.Add($"{node.Endpoint} ({node.Name})");
        if (LocalPorts.Lowest() is { } lowest && box.Components.Where(node => node.Port() >= lowest).ToList() is { Count: > 0 } inside)
            progress.Report($"warning: {string.Join(", ", inside.Select(node => node.Endpoint))} may be taken by outgoing connections at any time; "
                + $"a port offset of {lowest - 35_000} keeps all ports below {lowest}");
        if (taken.Count > 0) throw new OneboxException($"{string.Join(", ", taken)}: taken by another program; choose another port offset");
    }

    private async Task EnsureZooKeeperAsync(PegasusDescription box, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (box.Components.FirstOrDefault(c => c.Component == OneboxComponent.ZooKeeper) is { } node && ProcessTable.Under(node.Directory).Count == 0)
        {
            progress.Report($"starting zookeeper {node.Endpoint}");
            const string Script = "if [ -f env.sh ]; then . ./env.sh; fi; exec ./bin/zookeeper --role=zookeeper --config=./zoo.cfg";
            await Detached.LaunchAsync(node.Directory, Path.Combine(node.Directory, "result"), ["sh", "-c", Script], cancellationToken);
        }

        await WaitAsync($"ZooKeeper to listen on {box.ZooKeeper}", async () =>
            await Ports.AnyListensAsync(box.ZooKeeper, cancellationToken) ? null : "it does not", cancellationToken, ZooKeeperPatience);
    }

    private static async Task EnsureAsync(OneboxComponent node, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (ProcessTable.Under(node.Directory).Count > 0) return;
        progress.Report($"starting {node.Name} {node.Endpoint}");
        var log = Path.Combine(node.Directory, "start.log");
        File.Delete(log);
        var exit = await Detached.RunAsync(node.Directory, log, [Path.Combine(node.Directory, PegasusDeploymentWriter.StartScript)], cancellationToken);
        if (exit != 0) throw new OneboxException($"{node.Name} did not start: {await File.ReadAllTextAsync(log, cancellationToken)}");
    }

    private async Task WaitAsync(string what, Func<Task<string?>> lacking, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        var start = time.GetTimestamp();
        while (await lacking() is { } missing)
        {
            if (time.GetElapsedTime(start) > (patience ?? HealthPatience))
                throw new OneboxException($"waited {(patience ?? HealthPatience).TotalSeconds:0} s for {what}: {missing}");
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private PegasusAdmin Admin(PegasusDescription box) =>
        new(box.Metas.Split(','), Generations.Of(PegasusTopology.FirstVersion, box.Generation ?? ""), time);

    private static string? Difference(PegasusDescription one, PegasusDescription other)
    {
        if (one.PortOffset != other.PortOffset) return $"port offset ({one.PortOffset})";
        if (one.ZooKeeper != other.ZooKeeper) return $"ZooKeeper ({one.ZooKeeper})";
        if (one.Timing != other.Timing) return $"timing ({one.Timing})";
        if (one.Generation != other.Generation) return $"generation ({one.Generation})";
        if (!one.Components.SequenceEqual(other.Components)) return $"set of servers ({string.Join(' ', one.Components.Select(c => c.Name))})";
        return one.Settings.OrderBy(pair => pair.Key, StringComparer.Ordinal).SequenceEqual(other.Settings.OrderBy(pair => pair.Key, StringComparer.Ordinal)) ? null : "set of settings";
    }
}
