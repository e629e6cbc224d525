using Nightshift.Bot.Configuration;
using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Pegasus.Deployment;
using Nightshift.Pegasus.Maintenance;

namespace Nightshift.Bot.PlaybookTests.Boxes;

internal sealed class PegasusTestBox(PegasusOptions options) : ITestBox
{
    /// <summary>
    /// One server is restarted dozens of times in a row, which no leader would put up with: from the fifth time on it would ignore the server's beacons. And nobody is here to see
    /// what lasts a round.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> Settings = new Dictionary<string, string>
    {
        ["meta_server.max_succssive_unstable_restart"] = "1000000",
        ["replication.lb_interval_ms"] = "1000",
    };

    /// <summary>Waits that go by upstream's own times, at the times of a box: a round and a beacon each second. Between two meta servers a lease and a session remain.</summary>
    private static readonly MaintenanceOptions Maintenance = new()
    {
        MetaRound = TimeSpan.FromSeconds(1),
        FollowLeader = TimeSpan.FromSeconds(4),
        BetweenMetas = TimeSpan.FromSeconds(5),
    };

    private readonly PegasusOnebox _box = new(options with { Settings = options.Settings.UnionBy(Settings, setting => setting.Key).ToDictionary() }, TimeProvider.System);

    public string Directory => _box.Options.Directory;

    public Task UpAsync(IProgress<string> progress, CancellationToken cancellationToken) => _box.UpAsync(progress, cancellationToken);

    public void Configure(IServiceCollection services) => services.AddSingleton(Maintenance);

    public async Task<IReadOnlyDictionary<string, string>> EndpointsAsync(CancellationToken cancellationToken) =>
        (await _box.DescribeAsync(cancellationToken)).Components.ToDictionary(process => process.Name, process => process.Endpoint);

    public async Task<IReadOnlyDictionary<string, string?>> ConfigurationAsync(CancellationToken cancellationToken) =>
        PegasusOneboxSection.Of(await _box.DescribeAsync(cancellationToken));

    public async Task<IGoodCluster> LookAsync(CancellationToken cancellationToken) => new Good(_box, await _box.LookAsync(cancellationToken));

    public async ValueTask DisposeAsync()
    {
        await _box.DownAsync(new Progress<string>(), CancellationToken.None);
        _box.Dispose();
    }

    private sealed class Good(PegasusOnebox box, PegasusLook before) : IGoodCluster
    {
        private PegasusLook? _afterSuccess;

        public async Task<IReadOnlyList<string>> WorseNowAsync(CancellationToken cancellationToken) =>
            [.. new PegasusComparison(before, _afterSuccess).Worse(await box.LookAsync(cancellationToken))];

        public async Task AlsoGoodAsync(CancellationToken cancellationToken) => _afterSuccess = await box.LookAsync(cancellationToken);

        /// <summary>With settings that were left as maintenance has them nothing would heal; a leader that is elected meanwhile has others again.</summary>
        public async Task RepairAsync(CancellationToken cancellationToken)
        {
            await box.PutBackAsync(before, cancellationToken);
            await box.UpAsync(new Progress<string>(), cancellationToken);
            if (!await box.PutBackAsync(before, cancellationToken)) throw new OneboxException("no meta server leads");
        }
    }
}
