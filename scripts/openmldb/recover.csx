[Command("recover openmldb", "Bring back every partition that can be brought back; healthy ones are left alone")]
record Options;

await Cluster<OpenMldb>().Recover();
