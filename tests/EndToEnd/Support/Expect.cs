namespace Nightshift.EndToEnd.Support;

internal static class Expect
{
    /// <summary>The cluster is as it was: leaders, replicas, aliveness, the setting, no operation failed or under way, every tablet healthy.</summary>
    public static async Task AsBeforeAsync(RawCluster cluster, IReadOnlyList<PartitionState> before, string autoFailover, bool failedOpsAllowed = false)
    {
        var now = await cluster.ReadPartitionsAsync();
        Assert.Equal(before.Select(partition => partition.ToString()).Order(), now.Select(partition => partition.ToString()).Order());
        Assert.Equal(autoFailover, await cluster.AutoFailoverAsync());
        Assert.DoesNotContain(await cluster.OpStatesAsync(), op => (!failedOpsAllowed && op.EndsWith("kFailed", StringComparison.Ordinal)) || op.EndsWith("kDoing", StringComparison.Ordinal) || op.EndsWith("kInited", StringComparison.Ordinal));
        foreach (var tablet in cluster.Tablets) Assert.True(await cluster.IsHealthyAsync(tablet), $"{tablet} does not answer");
    }

    public static async Task EventuallyAsync(Func<Task<bool>> condition, string what)
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30), $"waited in vain for {what}");
            await Task.Delay(50);
        }
    }
}
