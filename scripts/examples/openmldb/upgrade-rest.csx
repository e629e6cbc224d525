#load "../../lib/openmldb.csx"

[Command("upgrade rest", "Upgrade the tablets that do not run the release yet, and see the cluster quiet after each")]
record Options(
    [Help("release that all tablets shall run")] Release Version,
    [Help("how many minutes the cluster may take to become quiet after each tablet")] int Patience = 10);

var behind = (await Status()).Nodes
    .Where(node => node.Component == "tablet" && !Runs(node, options.Version))
    .Select(node => node.Name)
    .ToList();
if (behind.Count == 0)
{
    await Say($"every tablet runs {options.Version} already");
    return;
}

await OneByOne(new Nodes<Tablet>(string.Join(',', behind)), async tablet =>
{
    await FitForMaintenance();
    await using (await tablet.Drain())
    {
        await tablet.Stop();
        await tablet.Install(options.Version);
        await tablet.Start();
        await tablet.CatchUp();
    }

    await Quiet(TimeSpan.FromMinutes(options.Patience));
    await Say($"{tablet.Name} runs {options.Version}");
});

// A process tells its version with the build behind it: 0.9.3-1f6a24c3d.
bool Runs(NodeStatus node, Release release) => node.Version is { } version && version.StartsWith(release.Name, StringComparison.Ordinal);

Task Quiet(TimeSpan patience) => Gate("quiet", async () =>
{
    var unwell = (await Status()).Nodes.Where(node => node.Health != Health.Healthy).ToList();
    return unwell.Count == 0
        ? (true, "every component is healthy")
        : (false, $"waits until every component is healthy, now {unwell.Count} are not, first {unwell[0].Component} {unwell[0].Name}");
}, patience);
