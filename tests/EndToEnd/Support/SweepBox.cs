using Nightshift.Bot.PlaybookTests;
using Nightshift.Runs.Faults;

namespace Nightshift.EndToEnd.Support;

/// <summary>A small box with everything that tests playbooks, for all tests of a class; gone at the end.</summary>
public sealed class SweepBox : IAsyncLifetime
{
    private Box? _box;
    private TestCluster? _cluster;

    internal RawCluster Raw { get; private set; } = null!;

    internal string Tablet(int number) => _box!.Tablet(number);

    public async Task InitializeAsync()
    {
        _box = await Box.UpAsync(partitions: 3);
        Raw = new RawCluster(_box);
        _cluster = await TestCluster.UpAsync(_box.Cluster.Options, Repository.Scripts, new Progress<string>(), default);
    }

    public async Task DisposeAsync()
    {
        Raw?.Dispose();
        if (_cluster is not null) await _cluster.DisposeAsync();
        if (_box is not null) await _box.DisposeAsync();
    }

    /// <param name="file">Of the shipped ones by its path below <c>scripts</c>, or any other in full.</param>
    internal async Task<TestBench> BenchAsync(string file, string? command = null, bool completes = true)
    {
        var check = await _cluster!.Playbooks.CheckAsync([Path.Combine(Repository.Scripts, file)], default);
        Assert.Empty(check.Faults);
        var times = new PlaybookTestTimes { Faults = new FaultTimes { Hang = TimeSpan.FromMilliseconds(500), FullDisk = TimeSpan.FromMilliseconds(250) } };
        return new TestBench(_cluster, TestCommand.Of(check.Good[0].Playbook!, command, _cluster.Cluster.Releases), times, TimeProvider.System) { Completes = completes };
    }
}
