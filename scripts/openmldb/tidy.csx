[Command("tidy openmldb", "Put right what dead runs and the vendor's tool left behind; a clean cluster is left alone")]
record Options();

await Cluster<OpenMldb>().Tidy();
