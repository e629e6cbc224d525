using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Pegasus.Deployment;
using Nightshift.Pegasus.Canary;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Processes;

namespace Nightshift.Pegasus.Tests.Processes;

/// <summary>Real processes on this machine, and the canary on their cluster.</summary>
public sealed class OneboxServerTests : IAsyncLifetime, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nightshift-box-").FullName;
    private HostPool _hosts = null!;
    private readonly PegasusOnebox _onebox;
    private PegasusDescription _box = null!;
    private PegasusClient _client = null!;

    public OneboxServerTests() =>
        _onebox = new PegasusOnebox(
            new PegasusOptions
            {
                Directory = Path.Combine(_folder, "box"),
                PortOffset = PegasusPorts.FreeOffset(Environment.ProcessId * 41),
                Metas = 1,
                Replicas = 3,
                Collector = false,
                Seed = false,
                Settings = new Dictionary<string, string> { ["meta_server.min_live_node_count_for_unfreeze"] = "1", ["replication.lb_interval_ms"] = "500", ["meta_server.stable_rs_min_running_seconds"] = "0" },
            },
            TimeProvider.System);

    public async Task InitializeAsync()
    {
        _hosts = new HostPool(new HostsOptions { DetachedRoot = Path.Combine(_folder, "commands") }, TimeProvider.System, NullLoggerFactory.Instance);
        _box = await _onebox.UpAsync(new Progress<string>(), default);
        _client = new PegasusClient([.. _box.Metas.Split(',').Select(Endpoint.Parse)], new PegasusClientOptions(), TimeProvider.System, NullLogger<PegasusClient>.Instance);
    }

    public async Task DisposeAsync()
    {
        if (_client is not null) await _client.DisposeAsync();
        await _onebox.DownAsync(new Progress<string>(), default);
        await _hosts.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public void Dispose() => _onebox.Dispose();

    [Fact]
    public async Task Upgrade_OneServerUnderTheCanary_RunsTheNewReleaseAndLosesNoWrite()
    {
        await using var canaries = new Canaries(_client, new CanarySettings { Rate = 20 }, TimeProvider.System);
        Assert.Null(await canaries.Table.EnsureAsync(_ => { }, _ => { }, default));
        var probe = await canaries.Of("k", null, default);
        var node = _box.Components.Last(component => component.Component == "replica");
        var process = Process(node);
        var before = await Pid(node);

        Assert.True(await process.IsRunning(default));
        Assert.Equal("2.4.0", await process.InstalledVersion(default));
        await process.Stop(Attempt("stop"));
        Assert.False(await process.IsRunning(default));
        Assert.Null(await _hosts.Get(HostAddress.Parse("localhost")).ProcessAsync(before, default));

        await process.Install(new Release("2.5.0", Path.Combine(_folder, "box", "releases", "2.5.0")), null, Attempt("install"));
        await process.Start(Attempt("start"));
        Assert.Equal("2.5.0", await process.InstalledVersion(default));
        Assert.NotEqual(before, await Pid(node));
        await Serves(node, "2.5.0");

        // Nobody's pid file is needed to stop it.
        File.Delete(Path.Combine(node.Directory, "server.pid"));
        await process.Stop(Attempt("stop again"));
        await process.RollBack(Attempt("back"));
        await process.Start(Attempt("start again"));
        await Serves(node, "2.4.0");

        probe.Watch();
        var report = await canaries.End("k", default);
        Assert.True(report.IsClean, report.ToString());
        Assert.True(report.Acknowledged > 100, report.ToString());
        Assert.Equal(8, report.Partitions.Count);
    }

    private async Task Serves(OneboxComponent node, string version)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                Assert.Equal(version, (await _client.At(Endpoint.Parse(node.Endpoint)).Info(patience.Token)).Version);
                return;
            }
            catch (PegasusException) when (!patience.IsCancellationRequested)
            {
                await Task.Delay(50, patience.Token);
            }
        }
    }

    private ServerProcess Process(OneboxComponent node)
    {
        var installation = new ServerInstallation { Role = node.Component, Endpoint = node.Endpoint, Host = "local", Directory = node.Directory };
        var settings = new PegasusSettings { Metas = _box.Metas, Servers = [installation] };
        Assert.Empty(PegasusSettingsValidator.Validate("box", settings));
        return (ServerProcess)new Installations("box", settings, _hosts, TimeProvider.System).Process(node.Component, Endpoint.Parse(node.Endpoint));
    }

    private static async Task<int> Pid(OneboxComponent node) => int.Parse(await File.ReadAllTextAsync(Path.Combine(node.Directory, "server.pid")), CultureInfo.InvariantCulture);

    private static TestAttempt Attempt(string effect) => new(effect.Replace(' ', '-'), 1);
}
