[Command("recover openmldb", "Bring back every partition that can be brought back; healthy ones are left alone")]
record Options(
    [Help("drop copies that have records their leader lacks; the plan names each")] bool DropDiverged = false);

await Cluster<OpenMldb>().Recover(options.DropDiverged);
