using Nightshift.Bot.PlaybookTests;
using Nightshift.Bot.PlaybookTests.Boxes;
using Nightshift.EndToEnd.Pegasus.Support;
using Xunit.Abstractions;

namespace Nightshift.EndToEnd.Support;

/// <summary>A Pegasus box with everything that tests playbooks, for all tests of a class; gone at the end.</summary>
public sealed class PegasusSweepBox : IAsyncLifetime
{
    private PegasusBox? _box;
    private TestCluster? _cluster;

    internal RawPegasus Raw => _box!.Raw;

    internal IEnumerable<string> Metas => Enumerable.Range(1, 3).Select(_box!.Meta);

    public async Task InitializeAsync()
    {
        _box = await PegasusBox.UpAsync(settings: PegasusTestBox.Settings);
        _cluster = await TestCluster.UpAsync(new PegasusTestBox(_box.Cluster.Options), Repository.Scripts, new Progress<string>(), default);
    }

    public async Task DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
        if (_box is not null) await _box.DisposeAsync();
    }

    /// <param name="file">In full, or by its path below <c>scripts</c>.</param>
    internal Task<Sweep> SweepAsync(string file, string? command, ITestOutputHelper output, bool completes = true, TimeSpan? settling = null) =>
        Sweep.OfAsync(_cluster!, file, command, output, completes, settling);
}
