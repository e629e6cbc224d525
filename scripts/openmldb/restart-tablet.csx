#load "../lib/openmldb.csx"

[Command("restart tablet", "Restart one tablet, or all of them one after another, with the configuration as it is")]
record Options(
    [Help("endpoint, several with commas, or all")] Nodes<Tablet> Endpoint,
    [Help("let single-replica tables be away instead of adding a replica")] bool AllowSingleReplica = false,
    [Help("start under the mon daemon")] bool Mon = false);

await OneByOne(options.Endpoint, async tablet =>
{
    await FitForMaintenance();
    await using var drained = await tablet.Drain(options.AllowSingleReplica);   // leaders go away now, and come home at the end
    await tablet.Stop();
    await tablet.Start(options.Mon);
    await tablet.CatchUp();
});
