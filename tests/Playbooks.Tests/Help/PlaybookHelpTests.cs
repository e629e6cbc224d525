using Nightshift.Playbooks.Tests.Fakes;

namespace Nightshift.Playbooks.Tests.Help;

public sealed class PlaybookHelpTests : IDisposable
{
    private readonly PlaybookBox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task Complete_NodesAndReleases_ComeFromTheCluster()
    {
        var options = Assert.Single((await _box.ReadAsync()).Playbooks).Descriptor.Options;

        Assert.Equal(["all", "127.0.0.1:10921", "127.0.0.1:10922", "127.0.0.1:10923"], await ValuesAsync(options[0], ""));
        Assert.Equal(["127.0.0.1:10921,127.0.0.1:10922", "127.0.0.1:10921,127.0.0.1:10923"], await ValuesAsync(options[0], "127.0.0.1:10921,"));
        Assert.Equal(["0.9.3"], await ValuesAsync(options[1], "0.9.3"));
        Assert.Equal("all, or fake tablets joined by commas", PlaybookHelp.Expected(options[0]));
    }

    [Fact]
    public async Task Complete_ClusterThatCannotBeAsked_OffersNothing()
    {
        var options = Assert.Single((await _box.ReadAsync()).Playbooks).Descriptor.Options;
        _box.Cluster.Unreachable = new TimeoutException("no answer");

        Assert.Empty(await ValuesAsync(options[0], ""));
    }

    private async Task<IEnumerable<string>> ValuesAsync(PlaybookOption option, string typed) =>
        (await PlaybookHelp.CompleteAsync(option, typed, _box.Cluster, default)).Select(completion => completion.Value);
}
