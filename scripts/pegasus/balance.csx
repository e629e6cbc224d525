[Command("balance pegasus", "Even out what the servers carry, then leave the level as it was")]
record Options([Help("only move primaries between the replicas that there are: copies nothing and takes seconds")] bool PrimariesOnly = false);

if (options.PrimariesOnly) await Cluster<Pegasus>().SpreadPrimaries();
else await Cluster<Pegasus>().Balance();
