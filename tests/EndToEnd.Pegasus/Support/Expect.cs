using System.Diagnostics;
using Nightshift.EndToEnd.Pegasus.Support;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.EndToEnd.Support;

internal static class Expect
{
    public static readonly string[] Settings = ["meta.lb.assign_delay_ms", "meta.lb.add_secondary_max_count_for_one_node", "meta.lb.add_secondary_enable_flow_control"];

    /// <summary>The leader's settings, for comparing before with after.</summary>
    public static async Task<string> SettingsAsync(RawPegasus cluster)
    {
        var values = new List<string> { $"level {await cluster.LevelAsync()}" };
        foreach (var setting in Settings) values.Add($"{setting} {await cluster.SettingAsync(setting)}");
        return string.Join(", ", values);
    }

    /// <summary>Every partition complete, every server alive, the settings as they were.</summary>
    public static async Task WholeAsync(RawPegasus cluster, string settings)
    {
        await EventuallyAsync(async () => await cluster.PartitionsAsync() is { } partitions && partitions.All(partition => partition.IsComplete), "every partition to be complete");
        await EventuallyAsync(async () => await cluster.NodesAsync() is { Count: > 0 } nodes && nodes.All(node => node.Status == NodeStatus.Alive), "every replica server to be alive");
        Assert.Equal(settings, await SettingsAsync(cluster));
    }

    public static async Task EventuallyAsync(Func<Task<bool>> condition, string what, int seconds = 30)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(seconds), $"waited in vain for {what}");
            await Task.Delay(50);
        }
    }
}
