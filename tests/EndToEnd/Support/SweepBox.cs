using Nightshift.Bot.PlaybookTests;
using Nightshift.Onebox.Deployment;
using Nightshift.Runs.Faults;

namespace Nightshift.EndToEnd.Support;

/// <summary>A box with <c>/upgrade tablet all</c> on a test bench, gone with everything at the end.</summary>
internal sealed class SweepBox : IAsyncDisposable
{
    private readonly string _home;
    private readonly TestCluster _cluster;

    private SweepBox(string home, TestCluster cluster, TestBench bench) => (_home, _cluster, Bench) = (home, cluster, bench);

    public TestBench Bench { get; }

    public static async Task<SweepBox> UpAsync()
    {
        var home = Directory.CreateTempSubdirectory("nightshift-").FullName;
        var options = new OneboxOptions { Directory = Path.Combine(home, "box"), PortOffset = Box.FreeOffset(), SeedPartitions = 3 };
        var cluster = await TestCluster.UpAsync(options, Repository.Scripts, new Progress<string>(), default);
        try
        {
            var check = await cluster.Playbooks.CheckAsync([Path.Combine(Repository.Scripts, "openmldb", "upgrade-tablet.csx")], default);
            var command = TestCommand.Of(check.Good[0].Playbook!, null, cluster.Cluster.Releases);
            var times = new PlaybookTestTimes { Faults = new FaultTimes { Hang = TimeSpan.FromSeconds(1), FullDisk = TimeSpan.FromMilliseconds(400) } };
            return new SweepBox(home, cluster, new TestBench(cluster, command, times, TimeProvider.System));
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }
}
