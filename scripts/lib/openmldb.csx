// What the playbooks for OpenMLDB share.

// Waits until nothing stands in the way of maintenance: no tablet away, no operation under way, no replica behind.
Task FitForMaintenance() => Gate("fit for maintenance", async () =>
{
    var obstacles = (await Check()).Where(finding => finding.Blocks).ToList();
    return obstacles.Count == 0
        ? (true, "nothing stands in the way")
        : (false, $"waits until nothing stands in the way, now {obstacles.Count}, first {obstacles[0]}");
}, TimeSpan.FromMinutes(10));
