[Command("start pegasus", "Start every process that does not run: meta servers, replica servers, collectors; waits until all partitions are complete")]
record Options();

await Cluster<Pegasus>().Start();
