[Command("undrain pegasus", "Bring a replica server back into service: the replicas that it lost, and its share of primaries")]
record Options([Help("replica server, several with commas, or all")] Nodes<ReplicaServer> Server);

await OneByOne(options.Server, server => server.Undrain());
await Cluster<Pegasus>().SpreadPrimaries();
