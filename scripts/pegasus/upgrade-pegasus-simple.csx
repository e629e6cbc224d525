#load "../lib/pegasus.csx"

[Command("upgrade pegasus simple", "Upgrade a Pegasus cluster, or some of its servers, one after another; partitions of a server are away while it is")]
record Options(
    [Help("release to install")] Release Version,
    [Help("replica server, several with commas, or all; nothing named: the whole cluster")] Nodes<ReplicaServer>? Servers = null,
    [Help("only these meta servers, several with commas, or all")] Nodes<MetaServer>? Metas = null,
    [Help("only these collectors, several with commas, or all")] Nodes<Collector>? Collectors = null,
    [Help("let tables with too few replicas to spare one be away while a server is")] bool AllowFewReplicas = false);

var cluster = Cluster<Pegasus>();
var whole = options is { Servers: null or { IsAll: true }, Metas: null, Collectors: null };

await using (await cluster.Canary(onlyCount: true))   // counts what clients lose; gaps are expected here, so they do not hold the run
await using (await cluster.Quiet())
{
    if (whole || options.Servers is not null)
        await OneByOne(options.Servers ?? Every<ReplicaServer>(), async server =>
        {
            await FitForMaintenance(options.AllowFewReplicas);
            await server.Stage(options.Version);     // shipped and verified while it serves: only renames are left for the time that it is down
            await using var held = await server.Hold(options.AllowFewReplicas);   // primaries stay: each is away until the server is back, or another is elected
            await server.Stop();
            await server.Install(options.Version);   // program and configuration; the old ones come back when the new one does not start
            await server.Start();
            await server.Heal();
        });

    if (whole || options.Metas is not null)
        await MetasOneByOne(options.Metas ?? Every<MetaServer>(), meta => meta.Install(options.Version), meta => meta.Stage(options.Version));

    var collectors = whole ? await cluster.Collectors() : options.Collectors;
    if (collectors is not null)
        await CollectorsOneByOne(collectors, collector => collector.Install(options.Version), collector => collector.Stage(options.Version));
}
