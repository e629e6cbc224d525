using System.Diagnostics;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.EndToEnd.Pegasus.Support;

/// <summary>
/// The rolling update of replica servers as <c>pegasus_rolling_update.sh</c> does it, with its own sleeps, limits and order (upstream, <c>scripts/</c> of 2.4 and 2.5): what the
/// product is measured against. What the script pays besides, about a second for each start of a shell, is not counted.
/// </summary>
internal sealed class DocumentedScript(RawPegasus cluster, Func<string, Task> stop, Func<string, Task> start)
{
    private const string Delay = "meta.lb.assign_delay_ms";
    private const string Limit = "meta.lb.add_secondary_max_count_for_one_node";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly Random _random = new(1);

    /// <summary>Steps that went on although their time was over; the script does not stop there either.</summary>
    public List<string> TimedOut { get; } = [];

    public async Task<TimeSpan> RunAsync(IReadOnlyList<string> servers)
    {
        var began = Stopwatch.GetTimestamp();
        var leader = await cluster.FindLeaderAsync();
        await cluster.SetLevelAsync(leader, MetaLevel.Steady);
        await cluster.CommandAsync(leader, Delay, "180000000");
        foreach (var server in servers) await NodeAsync(leader, server);
        await cluster.CommandAsync(leader, Limit, "DEFAULT");
        await cluster.CommandAsync(leader, Delay, "DEFAULT");
        return Stopwatch.GetElapsedTime(began);
    }

    private async Task NodeAsync(RpcAddress leader, string server)
    {
        await cluster.CommandAsync(leader, Limit, "0");
        await PollAsync($"migrate {server}", 29, [0, 10, 20], () => MigrateAsync(leader, server), async () => !(await PartitionsAsync()).Any(partition => Leads(partition, server)));
        var closed = new List<Gpid>();
        await PollAsync($"downgrade {server}", 89, [0, 50], async () => closed = await DowngradeAsync(leader, server), async () => !(await PartitionsAsync()).Any(partition => partition.Members.Contains(server)));
        await PollAsync($"close {server}", 89, [0, 50], () => CloseAsync(server, closed), async () => await OpenAsync(server) == 0);
        await cluster.CommandAsync(RpcAddress.Parse(server), "flush-log");
        await stop(server);
        await start(server);

        // Minos waits so long after each start, then the script sleeps once more.
        await Task.Delay(TimeSpan.FromSeconds(10));
        await Task.Delay(Second);
        while (!(await cluster.NodesAsync()).Any(node => node.Node.ToString() == server && node.Status == NodeStatus.Alive)) await Task.Delay(Second);
        await Task.Delay(Second);
        await cluster.CommandAsync(leader, Limit, "100");
        while (!(await PartitionsAsync()).All(partition => partition.IsComplete)) await Task.Delay(Second);
        await Task.Delay(Second);
    }

    private async Task PollAsync(string what, int misses, int[] again, Func<Task> act, Func<Task<bool>> done)
    {
        for (var miss = 0; ; miss++)
        {
            if (again.Contains(miss)) await act();
            if (await done()) break;
            if (miss >= misses)
            {
                TimedOut.Add(what);
                break;
            }

            await Task.Delay(Second);
        }

        await Task.Delay(Second);
    }

    private async Task MigrateAsync(RpcAddress leader, string server)
    {
        await cluster.SetLevelAsync(leader, MetaLevel.Steady);
        foreach (var partition in (await PartitionsAsync()).Where(partition => Leads(partition, server)))
        {
            var from = partition.Configuration.Primary;
            var to = partition.Configuration.Secondaries[_random.Next(Math.Min(2, partition.Configuration.Secondaries.Count))];
            await cluster.ProposeAsync(
                leader,
                partition.Configuration.Pid,
                BalanceType.MovePrimary,
                new ProposalAction { Target = from, Node = from, Type = ConfigType.DowngradeToSecondary },
                new ProposalAction { Target = to, Node = to, Type = ConfigType.UpgradeToPrimary });
        }
    }

    private async Task<List<Gpid>> DowngradeAsync(RpcAddress leader, string server)
    {
        await cluster.SetLevelAsync(leader, MetaLevel.Steady);
        var taken = new List<Gpid>();
        foreach (var partition in (await PartitionsAsync()).Where(partition => !Leads(partition, server) && partition.Members.Contains(server)))
        {
            var node = partition.Configuration.Secondaries.First(secondary => secondary.ToString() == server);
            await cluster.ProposeAsync(leader, partition.Configuration.Pid, null, new ProposalAction { Target = partition.Configuration.Primary, Node = node, Type = ConfigType.DowngradeToInactive });
            taken.Add(partition.Configuration.Pid);
        }

        return taken;
    }

    private async Task CloseAsync(string server, IEnumerable<Gpid> partitions)
    {
        foreach (var partition in partitions)
            await cluster.CommandAsync(RpcAddress.Parse(server), "replica.kill_partition", $"{partition.AppId}", $"{partition.PartitionIndex}");
    }

    /// <summary>Open, opening and closing replicas, from the three perf counters; more than none when they do not tell.</summary>
    private async Task<int> OpenAsync(string server)
    {
        var text = await cluster.CommandAsync(RpcAddress.Parse(server), "perf-counters-by-substr", "replica(Count)") ?? "";
        var values = System.Text.RegularExpressions.Regex.Matches(text, "\"value\":\\s*\"?([0-9.]+)").Select(match => (int)double.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        return values.Count == 0 ? 1 : values.Sum();
    }

    private Task<IReadOnlyList<RawPartition>> PartitionsAsync() => cluster.ReadPartitionsAsync();

    private static bool Leads(RawPartition partition, string server) => partition.Configuration.Primary.ToString() == server;
}
