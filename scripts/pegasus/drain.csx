[Command("drain pegasus", "Move every primary away from replica servers and leave it so; their replicas stay, so nothing is less safe than before")]
record Options(
    [Help("replica server, several with commas, or all of them in turn")] Nodes<ReplicaServer> Server,
    [Help("leave primaries of tables with one replica where they are")] bool AllowFewReplicas = false);

// Secondaries are not taken out: a server that is alive would get them back at once unless all healing of the cluster were switched off, and that is no state to leave behind.
// A restart with `restart pegasus ha` takes them out for as long as it needs to.
await OneByOne(options.Server, server => server.MovePrimariesAway(options.AllowFewReplicas));
