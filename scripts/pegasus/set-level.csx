[Command("set-level pegasus", "Set what the meta server does by itself, for good: until somebody sets it again, or another meta server leads")]
record Options([Help("lively balances, steady mends only, freezed changes nothing and lets nothing fail over")] MetaLevel Level);

await Cluster<Pegasus>().SetLevel(options.Level);
