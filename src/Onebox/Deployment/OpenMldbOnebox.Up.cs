using Nightshift.Onebox.Deployment.Cluster;
using Nightshift.Onebox.Deployment.Processes;
using Nightshift.Onebox.Deployment.Seeding;

namespace Nightshift.Onebox.Deployment;

public sealed partial class OpenMldbOnebox
{
    private static readonly TimeSpan LeaderPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ServingPatience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Brings up whatever does not run, waits until the cluster leads and every partition is served, and fills database <c>demo</c> the
    /// first time. Can be repeated at any time: also after a crash, a restart of the machine or an interrupted call.
    /// </summary>
    /// <exception cref="OneboxException">A start or a wait failed, or the directory holds another box.</exception>
    public async Task<OneboxDescription> UpAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (Options.Validate() is { Count: > 0 } faults) throw new OneboxException(string.Join("; ", faults));
        using var held = await OneboxLock.TakeAsync(Options.Directory, progress, time, cancellationToken);

        var box = await PrepareAsync(progress, cancellationToken);
        var starter = new NodeStarter(box, time);
        await starter.EnsurePortsFreeAsync(progress, cancellationToken);
        await starter.EnsureZooKeeperAsync(progress, cancellationToken);
        await using var registrations = await Registrations.ConnectAsync(box, time, cancellationToken);
        var cluster = new ClusterApi(box, _http, time);

        await NodeStarter.EnsureAsync(Of(box, OneboxComponent.Tablet), registrations, progress, cancellationToken);
        // One after the other: a second nameserver reads the tables once, when it starts, so they have to be there.
        foreach (var nameserver in Of(box, OneboxComponent.Nameserver))
        {
            await NodeStarter.EnsureAsync([nameserver], registrations, progress, cancellationToken);
            await cluster.LeaderAsync(LeaderPatience, cancellationToken);
        }

        var gateways = NodeStarter.EnsureAsync(
            [.. Of(box, OneboxComponent.ApiServer), .. Of(box, OneboxComponent.TaskManager)], registrations, progress, cancellationToken);
        var filled = SettleAndSeedAsync(box, cluster, progress, cancellationToken);
        await Task.WhenAll(gateways, filled);
        box = await filled;
        await cluster.WaitAsync("all processes to serve", ServingPatience, async () =>
        {
            var idle = (await StatusAsync(cancellationToken)).Where(p => !p.Serving).Select(p => p.Component.Name).ToList();
            return idle.Count == 0 ? null : $"{string.Join(", ", idle)} not";
        }, cancellationToken);
        progress.Report($"up: {box.Components.Count} processes, ZooKeeper {box.ZooKeeper}{box.RootPath}");
        return box;
    }

    /// <summary>
    /// Brings the box up unless it is up already, be it in part: when its ZooKeeper, a nameserver and a tablet run, what does not run may be down
    /// on purpose (a run that was interrupted between stop and start), so nothing is started, recovered or installed.
    /// </summary>
    /// <exception cref="OneboxException">As <see cref="UpAsync"/>.</exception>
    public async Task<OneboxDescription> EnsureUpAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (await OneboxDescription.ReadAsync(Options.Directory, cancellationToken) is not { } box || !IsUpInPart(box))
            return await UpAsync(progress, cancellationToken);
        var down = box.Components.Where(node => ProcessTable.Under(node.Directory).Count == 0).Select(node => node.Name).ToList();
        if (down.Count > 0) progress.Report($"left as it is: {string.Join(", ", down)} down");
        return box;
    }

    /// <summary>A box that was never filled has not been up yet.</summary>
    private static bool IsUpInPart(OneboxDescription box) => (box.Seeded || !box.Seed) && box.Components
        .Where(node => node.Component is OneboxComponent.ZooKeeper or OneboxComponent.Nameserver or OneboxComponent.Tablet)
        .GroupBy(node => node.Component)
        .All(kind => kind.Any(node => ProcessTable.Under(node.Directory).Count > 0));

    private async Task<OneboxDescription> PrepareAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        var wanted = Topology.Describe(Options);
        if (await OneboxDescription.ReadAsync(Options.Directory, cancellationToken) is { } existing)
        {
            if (Difference(existing, wanted) is { } difference)
                throw new OneboxException($"{Options.Directory} holds a box with another {difference}; take another directory, or delete that one");
            wanted = wanted with { Seeded = existing.Seeded };
        }
        else
        {
            progress.Report($"making a box in {Options.Directory}");
        }

        var releases = new ReleaseWriter(ProgramFiles.Find(AppContext.BaseDirectory));
        foreach (var release in wanted.Releases) releases.EnsureRelease(release);
        var deployments = new DeploymentWriter(wanted, releases);
        foreach (var node in wanted.Components)
            if (ProcessTable.Under(node.Directory).Count == 0)
                deployments.Ensure(node);
        await wanted.WriteAsync(cancellationToken);
        return wanted;
    }

    private async Task<OneboxDescription> SettleAndSeedAsync(
        OneboxDescription box, ClusterApi cluster, IProgress<string> progress, CancellationToken cancellationToken)
    {
        await new ClusterRepair(box, cluster, _http).SettleAsync(progress, cancellationToken);
        if (!box.Seed || box.Seeded) return box;
        await new DemoSeeder(box, cluster).SeedAsync(progress, cancellationToken);
        var seeded = box with { Seeded = true };
        await seeded.WriteAsync(cancellationToken);
        return seeded;
    }

    private static string? Difference(OneboxDescription one, OneboxDescription other)
    {
        if (one.PortOffset != other.PortOffset) return $"port offset ({one.PortOffset})";
        if (one.ZooKeeper != other.ZooKeeper || one.RootPath != other.RootPath) return $"ZooKeeper ({one.ZooKeeper}{one.RootPath})";
        if (one.Timing != other.Timing) return $"timing ({one.Timing})";
        if (!one.Components.SequenceEqual(other.Components)) return $"set of components ({string.Join(' ', one.Components.Select(c => c.Name))})";
        return one.Flags.Order(FlagOrder).SequenceEqual(other.Flags.Order(FlagOrder)) ? null : "set of flags";
    }

    private static readonly Comparer<KeyValuePair<string, string>> FlagOrder =
        Comparer<KeyValuePair<string, string>>.Create((a, b) => string.CompareOrdinal(a.Key, b.Key));

    private static OneboxComponent[] Of(OneboxDescription box, string component) => [.. box.Components.Where(c => c.Component == component)];
}
