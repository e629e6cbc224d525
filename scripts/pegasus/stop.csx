[Command("stop pegasus", "Stop the whole cluster: data is written to disk first; nothing can be read or written until it is started")]
record Options();

await Cluster<Pegasus>().Stop();
