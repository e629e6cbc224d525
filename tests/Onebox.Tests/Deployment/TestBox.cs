using Nightshift.Onebox.Components;
using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Deployment.Cluster;
using Nightshift.Onebox.Deployment.Processes;
using Nightshift.Onebox.Deployment.Seeding;
using Xunit.Abstractions;

namespace Nightshift.Onebox.Tests.Deployment;

/// <summary>A box in a folder of its own on free ports, ended for sure at the end of the test.</summary>
internal sealed class TestBox : IAsyncDisposable, IProgress<string>
{
    private readonly NodeHttp _http = new();
    private readonly List<string> _said = [];
    private readonly ITestOutputHelper _log;

    public TestBox(ITestOutputHelper log, string? zooKeeper = null)
    {
        _log = log;
        Box = new OpenMldbOnebox(new OneboxOptions
        {
            Directory = Directory.CreateTempSubdirectory("onebox-").FullName,
            PortOffset = BoxPorts.FreeOffset(),
            ZooKeeper = zooKeeper,
        }, TimeProvider.System);
    }

    public OpenMldbOnebox Box { get; }

    public string Root => Box.Options.Directory;

    /// <summary>What the last call said.</summary>
    public IReadOnlyList<string> Said => _said;

    public async Task<OneboxDescription> Up()
    {
        _said.Clear();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var box = await Box.UpAsync(this, CancellationToken.None);
        _log.WriteLine($"up after {watch.Elapsed.TotalSeconds:0.0} s");
        return box;
    }

    public Task Down()
    {
        _said.Clear();
        return Box.DownAsync(this, CancellationToken.None);
    }

    public Task<IReadOnlyList<OneboxProcessStatus>> Status() => Box.StatusAsync(CancellationToken.None);

    public async Task<OneboxProcessStatus> Status(string name) => (await Status()).Single(p => p.Component.Name == name);

    public IReadOnlyList<DeployedProcess> Processes() => ProcessTable.Under(Root);

    /// <summary>The partitions of the cluster that something is wrong with.</summary>
    public async Task<IReadOnlyList<string>> Faulty()
    {
        try
        {
            return [.. (await Partitions()).Where(p => p.Fault() is not null).Select(p => $"{p}: {p.Fault()}")];
        }
        catch (HttpRequestException exception)
        {
            return [exception.Message];
        }
    }

    /// <summary>Records in a table of database demo, by its leaders.</summary>
    public async Task<long> Rows(string table)
    {
        long rows = 0;
        foreach (var partition in (await Partitions()).Where(p => p.Database == DemoTable.Database && p.Table == table))
        {
            var status = await _http.CallAsync(partition.Leader!.Endpoint, "TabletServer/GetTableStatus",
                new() { ["tid"] = partition.Tid, ["pid"] = partition.Pid }, CancellationToken.None);
            rows += (long)status["all_table_status"]![0]!["record_cnt"]!;
        }

        return rows;
    }

    public async Task<ClusterApi> Cluster() => new(await Box.DescribeAsync(CancellationToken.None), _http, TimeProvider.System);

    public void Report(string value)
    {
        lock (_said) _said.Add(value);
        _log.WriteLine(value);
    }

    public async ValueTask DisposeAsync()
    {
        await Box.DownAsync(this, CancellationToken.None);
        Box.Dispose();
        _http.Dispose();
        Directory.Delete(Root, recursive: true);
    }

    private async Task<IReadOnlyList<PartitionState>> Partitions() => await new ClusterReader(await Cluster()).ReadAsync(CancellationToken.None);
}
