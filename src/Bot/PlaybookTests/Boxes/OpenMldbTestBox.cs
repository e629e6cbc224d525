using Nightshift.Bot.Configuration;
using Nightshift.Onebox.Deployment;

namespace Nightshift.Bot.PlaybookTests.Boxes;

internal sealed class OpenMldbTestBox(OneboxOptions options) : ITestBox
{
    private readonly OpenMldbOnebox _box = new(options, TimeProvider.System);

    public string Directory => _box.Options.Directory;

    public Task UpAsync(IProgress<string> progress, CancellationToken cancellationToken) => _box.UpAsync(progress, cancellationToken);

    /// <summary>Nothing: its times go by the cluster's own.</summary>
    public void Configure(IServiceCollection services)
    {
    }

    public async Task<IReadOnlyDictionary<string, string>> EndpointsAsync(CancellationToken cancellationToken) =>
        (await _box.DescribeAsync(cancellationToken)).Components.ToDictionary(process => process.Name, process => process.Endpoint);

    public async Task<IReadOnlyDictionary<string, string?>> ConfigurationAsync(CancellationToken cancellationToken) => OneboxSection.Of(await _box.DescribeAsync(cancellationToken));

    public async Task<IGoodCluster> LookAsync(CancellationToken cancellationToken) => new Good(_box, await _box.LookAsync(cancellationToken));

    public async ValueTask DisposeAsync()
    {
        await _box.DownAsync(new Progress<string>(), CancellationToken.None);
        _box.Dispose();
    }

    private sealed class Good(OpenMldbOnebox box, OneboxLook before) : IGoodCluster
    {
        private OneboxLook? _afterSuccess;

        public async Task<IReadOnlyList<string>> WorseNowAsync(CancellationToken cancellationToken) =>
            [.. new OpenMldbComparison(before, _afterSuccess).Worse(await box.LookAsync(cancellationToken))];

        public async Task AlsoGoodAsync(CancellationToken cancellationToken) => _afterSuccess = await box.LookAsync(cancellationToken);

        public async Task RepairAsync(CancellationToken cancellationToken)
        {
            await box.UpAsync(new Progress<string>(), cancellationToken);
            if (before.AutoFailover is { } value) await box.SetAutoFailoverAsync(value, cancellationToken);
        }
    }
}
