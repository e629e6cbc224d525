// What the playbooks for Pegasus share.

Nodes<TNode> Every<TNode>() where TNode : INode => new(Nodes<TNode>.All);

// Waits until nothing stands in the way of maintenance: no server away, no partition incomplete, no other tool at work. Tables with too few replicas to spare one always
// stand in the way; whoever accepts them goes on without waiting, and each server is still looked at before it is touched.
async Task FitForMaintenance(bool allowFewReplicas)
{
    if (allowFewReplicas) return;
    await Gate("fit for maintenance", async () =>
    {
        var obstacles = (await Check()).Where(finding => finding.Blocks).ToList();
        return obstacles.Count == 0
            ? (true, "nothing stands in the way")
            : (false, $"waits until nothing stands in the way, now {obstacles.Count}, first {obstacles[0]}");
    }, TimeSpan.FromMinutes(10));
}

// Meta servers one after another. Which one leads is seen once: the standbys go first and the leader last, so that there is a single change of leader, to a server that is done.
// The documented script restarts them 12 seconds apart in any order; with each change of leader no partition can fail over for as long as the session with ZooKeeper lasts.
async Task MetasOneByOne(Nodes<MetaServer> metas, Func<MetaServer, Task> whileStopped, Func<MetaServer, Task>? before = null)
{
    await OneByOne(await Cluster<Pegasus>().LeaderLast(metas), async meta =>
    {
        if (before is not null) await before(meta);
        await using var held = await meta.Hold();   // level and delay stand also on a new leader, which begins without them
        await meta.Stop();
        await whileStopped(meta);
        await meta.Start();
        await meta.Settle();                         // one leads, every replica server has kept its lease with it for long enough
    });
}

// A collector gathers statistics and holds no data: nothing has to be prepared.
async Task CollectorsOneByOne(Nodes<Collector> collectors, Func<Collector, Task> whileStopped, Func<Collector, Task>? before = null)
{
    await OneByOne(collectors, async collector =>
    {
        if (before is not null) await before(collector);
        await collector.Stop();
        await whileStopped(collector);
        await collector.Start();
    });
}
