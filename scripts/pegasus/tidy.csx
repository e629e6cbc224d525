[Command("tidy pegasus", "Put right what dead runs and other tools left behind in the leader's settings; a clean cluster is left alone")]
record Options();

await Cluster<Pegasus>().Tidy();
