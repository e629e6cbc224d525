#load "../lib/pegasus.csx"

[Command("upgrade pegasus ha", "Upgrade a Pegasus cluster, or some of its servers, one after another and without a gap in service")]
record Options(
    [Help("release to install")] Release Version,
    [Help("replica server, several with commas, or all; nothing named: the whole cluster")] Nodes<ReplicaServer>? Servers = null,
    [Help("only these meta servers, several with commas, or all")] Nodes<MetaServer>? Metas = null,
    [Help("only these collectors, several with commas, or all")] Nodes<Collector>? Collectors = null,
    [Help("let tables with too few replicas to spare one be away while a server is")] bool AllowFewReplicas = false,
    [Help("move primaries afterwards, so that every server has about as many; copies nothing")] bool Spread = false);

var cluster = Cluster<Pegasus>();
var whole = options is { Servers: null or { IsAll: true }, Metas: null, Collectors: null };

await using (await cluster.Canary())    // writes and reads as clients do, from here to the end; the run holds when they are refused for too long
await using (await cluster.Quiet())     // level steady, long assign delay: nothing is moved between one server and the next
{
    // Why it is not done as the documented script does it: see restart-pegasus-ha.csx.
    if (whole || options.Servers is not null)
        await OneByOne(options.Servers ?? Every<ReplicaServer>(), async server =>
        {
            await FitForMaintenance(options.AllowFewReplicas);
            await server.Stage(options.Version);     // shipped and verified while it serves: only renames are left for the time that it is down
            await using var drained = await server.Drain(options.AllowFewReplicas);   // primaries moved, secondaries taken out, data on disk; all back at the end
            await server.Stop();
            await server.Install(options.Version);   // program and configuration; the old ones stay beside them, and come back when the new one does not start
            await server.Start();
            await server.Heal();
        });

    // The documented order: replica servers, meta servers, collectors.
    if (whole || options.Metas is not null)
        await MetasOneByOne(options.Metas ?? Every<MetaServer>(), meta => meta.Install(options.Version), meta => meta.Stage(options.Version));

    var collectors = whole ? await cluster.Collectors() : options.Collectors;
    if (collectors is not null)
        await CollectorsOneByOne(collectors, collector => collector.Install(options.Version), collector => collector.Stage(options.Version));

    if (options.Spread) await cluster.SpreadPrimaries();
}
